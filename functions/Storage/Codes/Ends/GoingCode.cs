using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>
/// A code that its owner's erasure looked for before it stood: its issuer was between its two writes, or died there. The issuer takes the code away
/// itself once it stands; should it die before that, the sweep does, by a mark that stands for some minutes among those of codes that end.
/// </summary>
internal static class GoingCode
{
    private const string Prefix = "going|";

    /// <summary>Marks the code, to be looked for once no issuer can be at it any more.</summary>
    public static async Task NoteAsync(PromoTables tables, PromoCode code, CustomerKey customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = $"{Prefix}{customer.Value}|{code.Value}";
        var mark = new TableEntity(CodeDueRow.Partition(CodeDueRow.End, now, now, row), row);
        await tables.CodeDue.UpsertEntityAsync(mark, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a mark is of this kind.</summary>
    public static bool Is(TableEntity mark) => mark.RowKey.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Deletes the code of a mark, should it stand.</summary>
    public static async Task EraseAsync(PromoTables tables, TableEntity mark, CancellationToken cancellationToken)
    {
        var parts = mark.RowKey.Split('|');
        var code = PromoCode.Parse(parts[2]);
        if (await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } row
            && CodeRow.Read(row).BoundTo?.Value == parts[1])
        {
            await tables.Codes.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }
}
