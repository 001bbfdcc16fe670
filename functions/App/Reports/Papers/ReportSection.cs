namespace PromoFunctions.App.Reports.Papers;

/// <summary>A table of a report.</summary>
/// <param name="Name">As the column <c>section</c> says it.</param>
/// <param name="Columns">Its columns, at least one.</param>
/// <param name="Rows">Its rows; a cell for each column.</param>
internal sealed record ReportSection(string Name, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<ReportCell>> Rows)
{
    /// <summary>A section of figures.</summary>
    public static ReportSection Of<T>(string name, IEnumerable<T> rows, params (ReportColumn Column, Func<T, ReportCell> Cell)[] columns) => new(
        name,
        [.. columns.Select(column => column.Column)],
        [.. rows.Select(row => (IReadOnlyList<ReportCell>)[.. columns.Select(column => column.Cell(row))])]);

    /// <summary>A row's cell in a column; null when the section does not have that column.</summary>
    public ReportCell? CellOf(IReadOnlyList<ReportCell> row, string column)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (Columns[i].Name == column)
            {
                return row[i];
            }
        }

        return null;
    }
}

/// <summary>A column of a report.</summary>
/// <param name="Name">As the first line of the CSV says it.</param>
/// <param name="OnPage">Where a page shows it.</param>
internal sealed record ReportColumn(string Name, ColumnPlace OnPage = ColumnPlace.Column)
{
    /// <summary>Whether its cells are amounts.</summary>
    public bool IsMoney { get; init; }

    /// <summary>A column of amounts.</summary>
    public static ReportColumn Amount(string name) => new(name) { IsMoney = true };

    /// <summary>A column of that name that a page shows as one.</summary>
    public static implicit operator ReportColumn(string name) => new(name);
}

/// <summary>Where a page shows a column.</summary>
internal enum ColumnPlace
{
    /// <summary>In a column of its own.</summary>
    Column,

    /// <summary>Small, under what the row is called.</summary>
    UnderName,

    /// <summary>Nowhere: what it says is seen otherwise.</summary>
    Nowhere,
}
