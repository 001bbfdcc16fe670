using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>Adds the codes of a file, counts them, and finds them again.</summary>
/// <remarks>
/// A page names its codes before they are written, and gets their count after. So a crash leaves pages without a count, whose codes are then looked at
/// one by one, and the count is that of the codes that stand at any time; the same file again completes it. A count once written stays right: a code
/// keeps the import that it came with.
/// </remarks>
internal sealed class CodeImports(PromoTables tables, TimeProvider clock, BusinessCalendar calendar)
{
    private readonly CodePages _pages = new(tables);
    private readonly PersonalCodes _personal = new(tables, clock, calendar);
    private readonly CodeDueMarks _marks = new(tables, clock);

    private const int Width = 16;

    /// <summary>Adds what is missing.</summary>
    /// <returns>What became of each code, in their order.</returns>
    public async Task<IReadOnlyList<ImportCodeOutcome>> ImportAsync(CampaignId campaign, BatchId id, IReadOnlyList<IssuedCode> codes, CancellationToken cancellationToken)
    {
        var import = new ImportRow(campaign, id, codes.Count, null);
        while (await tables.Batches.TryInsertAsync(import.ToRow(clock.GetUtcNow()), cancellationToken).ConfigureAwait(false) == WriteResult.Unknown)
        {
            // It may have landed; the next insert meets it then.
        }

        var outcomes = new ImportCodeOutcome[codes.Count];
        var counted = ImportRow.Added.None;
        for (var page = 0; page < import.Pages; page++)
        {
            counted += await ImportPageAsync(import, page, codes, outcomes, cancellationToken).ConfigureAwait(false);
        }

        await tables.Batches.UpsertEntityAsync((import with { Counted = counted }).ToRow(), TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
        return outcomes;
    }

    /// <summary>The codes that came with an import, as they stand.</summary>
    public async IAsyncEnumerable<IssuedCode> ListAsync(ImportRow import, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entries = _pages.ReadAsync(import.PagePartition, import.Pages, cancellationToken).SelectMany(CodePages.EntriesOf);
        await foreach (var row in entries.ReadAheadAsync(Width, _pages.FindAsync, cancellationToken).ConfigureAwait(false))
        {
            if (row is not null && CodeRow.IsOfImport(row, import.Campaign, import.Id))
            {
                yield return CodeRow.Read(row);
            }
        }
    }

    /// <summary>How many codes came with an import and stand. No request once it is complete.</summary>
    public async Task<ImportRow.Added> CountAsync(ImportRow import, CancellationToken cancellationToken)
    {
        if (import.Counted is { } counted)
        {
            return counted;
        }

        var sum = ImportRow.Added.None;
        await foreach (var page in _pages.ReadAsync(import.PagePartition, import.Pages, cancellationToken).ConfigureAwait(false))
        {
            sum += ImportRow.Added.Read(page) ?? await LookAsync(import, page, cancellationToken).ConfigureAwait(false);
        }

        return sum;
    }

    private async Task<ImportRow.Added> LookAsync(ImportRow import, TableEntity page, CancellationToken cancellationToken)
    {
        var sum = ImportRow.Added.None;
        await foreach (var row in CodePages.EntriesOf(page).ToAsyncEnumerable().ReadAheadAsync(Width, _pages.FindAsync, cancellationToken).ConfigureAwait(false))
        {
            if (row is not null && CodeRow.IsOfImport(row, import.Campaign, import.Id))
            {
                sum += ImportRow.Added.Of(CodeRow.Read(row), calendar);
            }
        }

        return sum;
    }

    private async Task<ImportRow.Added> ImportPageAsync(ImportRow import, int number, IReadOnlyList<IssuedCode> codes, ImportCodeOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var (start, end) = (number * CodePages.Size, Math.Min((number + 1) * CodePages.Size, codes.Count));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken };
        var entries = new string[end - start];
        await Parallel.ForAsync(start, end, options, async (i, token) => entries[i - start] = await NameAsync(import, i, codes[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        await _pages.KeepAsync(import.PagePartition, number, entries, cancellationToken).ConfigureAwait(false);

        var page = codes.Skip(start).Take(end - start).Zip(entries, (code, entry) => (Code: code, Entry: entry)).ToList();
        await NoteAsync(CodeDueRow.End, page.Select(line => (line.Entry, line.Code.ExpiresAt))).ConfigureAwait(false);
        await NoteAsync(CodeDueRow.Notice, page.Select(line => (line.Entry, line.Code.Notice?.At))).ConfigureAwait(false);

        var mine = new ImportRow.Added[end - start];
        await Parallel.ForAsync(start, end, options, async (i, token) =>
        {
            (outcomes[i], var came) = await AddAsync(import, codes[i], token).ConfigureAwait(false);
            if (came && codes[i].BoundTo is { } customer)
            {
                await _personal.LetGoWhereErasedAsync(customer, RowOf(import, i), codes[i].Code, token).ConfigureAwait(false);
            }

            mine[i - start] = came ? ImportRow.Added.Of(codes[i], calendar) : ImportRow.Added.None;
        }).ConfigureAwait(false);

        var sum = mine.Aggregate(ImportRow.Added.None, (one, other) => one + other);
        var counts = new TableEntity(import.PagePartition, CodePages.KeyOf(number));
        sum.Set(counts);
        await tables.CodePages.UpdateEntityAsync(counts, ETag.All, TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
        return sum;

        Task NoteAsync(string kind, IEnumerable<(string Entry, DateTimeOffset? At)> lines) => _marks.NoteAsync(
            kind, import.PagePartition + CodePages.KeyOf(number), lines.Where(line => line.At is not null).Select(line => (line.Entry, line.At ?? default)), cancellationToken);
    }

    /// <summary>The entry of a line; a person's code stands in the person's row first.</summary>
    private async Task<string> NameAsync(ImportRow import, int line, IssuedCode code, CancellationToken cancellationToken)
    {
        if (code.BoundTo is not { } customer)
        {
            return CodePages.EntryOf(code.Code);
        }

        var row = RowOf(import, line);
        await _personal.KeepAsync(customer, row, code, cancellationToken).ConfigureAwait(false);
        return CodePages.EntryOf(customer.Value, row);
    }

    private static string RowOf(ImportRow import, int line) => import.PagePartition + "|" + CodePages.KeyOf(line);

    /// <summary>Adds a code; tells also whether it stands and came with this import.</summary>
    private async Task<(ImportCodeOutcome Outcome, bool Came)> AddAsync(ImportRow import, IssuedCode code, CancellationToken cancellationToken)
    {
        var row = CodeRow.OfImport(code with { Batch = import.Id });
        while (true)
        {
            if (await tables.Codes.TryInsertAsync(row, cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return (ImportCodeOutcome.Added, true);
            }

            if (await tables.Codes.FindAsync(row.PartitionKey, row.RowKey, cancellationToken).ConfigureAwait(false) is { } found)
            {
                var standing = CodeRow.Read(found);
                var same = standing.CampaignId == code.CampaignId && standing.Kind == code.Kind && standing.BoundTo == code.BoundTo && standing.ExpiresAt == code.ExpiresAt;
                return (same ? ImportCodeOutcome.Repeated : ImportCodeOutcome.Exists, same && CodeRow.IsOfImport(found, import.Campaign, import.Id));
            }
        }
    }
}
