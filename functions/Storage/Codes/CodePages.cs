using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>Table <c>CodePages</c>: which codes came with an import and which personal ones a campaign has, a hundred to a row, so that nobody has to look through all codes there are.</summary>
/// <remarks>
/// An entry is a code or, for one that a person has, the keys of the person's row in <c>CodePersons</c>, <c>customer|row</c>: codes that bear
/// names stand in the person's rows alone. A page names codes before they are written, so whoever reads it looks each one up.
/// </remarks>
internal sealed class CodePages(PromoTables tables)
{
    /// <summary>Entries of a page: an entry has some 300 characters at most, a property 32,768.</summary>
    public const int Size = 100;

    private const string Entries = nameof(Entries);
    private const char Between = '\n';

    /// <summary>The entry of a code that is nobody's.</summary>
    public static string EntryOf(PromoCode code) => code.Value;

    /// <summary>The entry of a person's code.</summary>
    public static string EntryOf(string customer, string row) => customer + "|" + row;

    /// <summary>Entries as a property's text.</summary>
    public static string Join(IEnumerable<string> entries) => string.Join(Between, entries);

    /// <summary>Entries of a property's text.</summary>
    public static string[] Split(string? text) => (text ?? "").Split(Between, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The row of a page.</summary>
    public static string KeyOf(int page) => page.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Writes a page unless it stands: the entries of a page are the same whoever writes it.</summary>
    public async Task KeepAsync(string partition, int page, IEnumerable<string> entries, CancellationToken cancellationToken)
    {
        var row = new TableEntity(partition, KeyOf(page)) { [Entries] = Join(entries) };
        while (await tables.CodePages.TryInsertAsync(row, cancellationToken).ConfigureAwait(false) == WriteResult.Unknown)
        {
            // It may have landed; the next insert meets it then.
        }
    }

    /// <summary>Pages from the first to before <paramref name="end"/>.</summary>
    public async IAsyncEnumerable<TableEntity> ReadAsync(string partition, int end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {KeyOf(end)}");
        await foreach (var row in tables.CodePages.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    /// <summary>The entries of a page.</summary>
    public static string[] EntriesOf(TableEntity page) => Split(page.GetString(Entries));

    /// <summary>The code's row that an entry names, or null when it was never written or is gone.</summary>
    public async Task<TableEntity?> FindAsync(string entry, CancellationToken cancellationToken)
    {
        if (entry.IndexOf('|', StringComparison.Ordinal) is var customer and > 0)
        {
            var person = await tables.CodePersons.FindAsync(entry[..customer], entry[(customer + 1)..], cancellationToken).ConfigureAwait(false);
            if (person?.GetString(PersonalCodes.Code) is not { } named)
            {
                return null;
            }

            entry = named;
        }

        return await tables.Codes.FindAsync(CodeRow.PartitionOf(PromoCode.Parse(entry)), entry, cancellationToken).ConfigureAwait(false);
    }
}
