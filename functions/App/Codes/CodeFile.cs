using System.Globalization;
using System.Text.Unicode;
using CsvHelper;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Codes;

/// <summary>Reads a CSV file of codes: a first line with the columns' names in any order, of which <c>code</c> and <c>kind</c> must be there, then a code a line.</summary>
public sealed class CodeFile(CustomerKeys customers)
{
    /// <summary>The most public codes of a file: every process keeps all public codes in memory.</summary>
    public const int MostPublic = 1_000;

    private static readonly string[] Known = ["code", "kind", "customerId", "email", "expiresAt"];

    // The separator is found out (a spreadsheet writes semicolons in some countries), and what is malformed is refused.
    private static readonly CsvReaderOptions Format = CsvReaderOptions.Default with
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        IncludeValuesInExceptions = false,
    };

    /// <summary>The lines, or null with every line that is wrong.</summary>
    public IReadOnlyList<CodeFileLine>? Read(byte[] body, InputErrors errors)
    {
        if (!Utf8.IsValid(body))
        {
            // Another encoding would bring in names that nobody can type.
            errors.Add("", "must be text in UTF-8.");
            return null;
        }

        try
        {
            using var stream = new MemoryStream(body, writable: false);
            using var csv = CsvReader.Create(stream, Format);
            return ReadHeader(csv, errors) ? ReadLines(csv, errors) : null;
        }
        catch (CsvFormatException malformed)
        {
            errors.Add("", string.Create(CultureInfo.InvariantCulture, $"must be CSV: line {malformed.LineNumber} has a quote where none may be."));
            return null;
        }
    }

    private static bool ReadHeader(CsvReader csv, InputErrors errors)
    {
        csv.ReadHeader();
        string[] names = [.. csv.Headers];
        if (names.Length == 0)
        {
            errors.Add("", "must begin with a line that names the columns: " + string.Join(',', Known) + ".");
            return false;
        }

        foreach (var name in names.Where(name => !Known.Contains(name, StringComparer.Ordinal)).Distinct())
        {
            errors.Add(Place(1, name), "is no column of a code file: these are " + string.Join(", ", Known) + ".");
        }

        foreach (var name in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            errors.Add(Place(1, name), "must be there once.");
        }

        foreach (var name in Known.Take(2).Where(name => !names.Contains(name, StringComparer.Ordinal)))
        {
            errors.Add(Place(1, name), "must be a column of the file.");
        }

        return errors.Count == 0;
    }

    private List<CodeFileLine>? ReadLines(CsvReader csv, InputErrors errors)
    {
        var lines = new List<CodeFileLine>();
        var seen = new HashSet<PromoCode>();
        while (csv.Read())
        {
            var number = (int)csv.LineNumber;
            if (csv.FieldCount != csv.Headers.Count)
            {
                errors.Add(Place(number, ""), "must have as many cells as the first line.");
                continue;
            }

            if (ReadLine(csv, number, errors) is not { } line)
            {
                continue;
            }

            if (!seen.Add(line.Code))
            {
                errors.Add(Place(number, "code"), "must be in the file once.");
            }

            lines.Add(line);
        }

        if (lines.Count(line => line.Kind == CodeKind.Public) > MostPublic)
        {
            errors.Add("", $"must have at most {MostPublic} public codes.");
        }

        return errors.Count == 0 ? lines : null;
    }

    private CodeFileLine? ReadLine(CsvReader csv, int number, InputErrors errors)
    {
        var before = errors.Count;
        if (!PromoCode.TryParse(Cell(csv, "code"), out var code, out var problem))
        {
            errors.Add(Place(number, "code"), problem);
        }

        if (!Vocabulary<CodeKind>.Words.TryFind(Cell(csv, "kind"), out var kind))
        {
            errors.Add(Place(number, "kind"), Vocabulary<CodeKind>.Words.Requirement);
        }

        string? email = null;
        if (Cell(csv, "email") is { Length: > 0 } address && !EmailAddress.TryParse(address, out email, out problem))
        {
            errors.Add(Place(number, "email"), problem);
        }

        var id = Cell(csv, "customerId") is { Length: > 0 } cell ? cell : null;
        if (id?.Length > Customer.MaxNameLength)
        {
            errors.Add(Place(number, "customerId"), $"must have at most {Customer.MaxNameLength} characters.");
        }

        DateTimeOffset? expiresAt = null;
        if (Cell(csv, "expiresAt") is { Length: > 0 } instant)
        {
            expiresAt = InstantOf(instant);
            if (expiresAt is null)
            {
                errors.Add(Place(number, "expiresAt"), "must be an instant such as 2026-12-24T18:00:00+01:00.");
            }
        }

        var named = new Customer(id, email, null, null, []);
        var customer = customers.Of(named);
        if (errors.Count == before && kind == CodeKind.Personal != customer is not null)
        {
            errors.Add(Place(number, "kind"), "must be personal when the line names a customer, and only then.");
        }

        if (errors.Count == before && kind == CodeKind.Public && expiresAt is not null)
        {
            errors.Add(Place(number, "expiresAt"), "must be empty for a public code, which ends with its campaign.");
        }

        return errors.Count == before && code is not null ? new CodeFileLine(number, code, kind, customer, expiresAt) { Customer = customer is null ? null : named } : null;
    }

    private static string Cell(CsvReader csv, string column) => csv.TryGetFieldIndex(column, out var index) ? csv.GetString(index) : "";

    private static DateTimeOffset? InstantOf(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            ? instant
            : null;

    /// <summary>As a JSON pointer: the line, counted from 1, and the column.</summary>
    private static string Place(int line, string column) =>
        string.Create(CultureInfo.InvariantCulture, $"/{line}") + (column.Length == 0 ? "" : "/" + column);
}

/// <summary>A line of a code file.</summary>
/// <param name="Number">Counted from 1, the first line included.</param>
/// <param name="Code">The code.</param>
/// <param name="Kind">Who may use it.</param>
/// <param name="BoundTo">For a personal one: whose it is.</param>
/// <param name="ExpiresAt">The first instant at which it no longer works; null for its campaign's end.</param>
public sealed record CodeFileLine(int Number, PromoCode Code, CodeKind Kind, CustomerKey? BoundTo, DateTimeOffset? ExpiresAt)
{
    /// <summary>For a personal one: the customer as the line names them. Personal data.</summary>
    public Customer? Customer { get; init; }
}
