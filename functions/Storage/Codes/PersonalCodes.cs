using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>Table <c>CodePersons</c>: which codes a person has. Partition the customer's key, row what issued the code.</summary>
/// <remarks>
/// Such a code bears the person's name. An erasure reads the person's partition here, deletes those of the rows it names in <c>Codes</c> that
/// are bound to the person (an import that was refused leaves a row here too), then the partition.
/// </remarks>
internal sealed class PersonalCodes(PromoTables tables, TimeProvider clock, BusinessCalendar calendar)
{
    private readonly PersonalTally _tally = new(tables, calendar);
    private readonly CodeDueMarks _marks = new(tables, clock);

    /// <summary>Keeps codes of the same name in partitions of their own, so that a thousand Janes do not share one.</summary>
    private const int Spread = 2;

    /// <summary>The code, in a person's row.</summary>
    public const string Code = nameof(Code);

    private const string IssuedAt = nameof(IssuedAt);
    private const string IsGoing = nameof(IsGoing);
    private const string HasStood = nameof(HasStood);

    /// <summary>Issues a code once for the issue's id: the person's row is first and fixes the code, so a repeat after a crash makes the same.</summary>
    public async Task<IssuePersonalOutcome> IssueAsync(PersonalIssue issue, CancellationToken cancellationToken)
    {
        var row = RowOf(issue.Campaign, issue.IssueId);
        var entry = CodePages.EntryOf(issue.Customer.Value, row);
        var counts = await _tally.AnnounceAsync(
            issue.Campaign, entry, async token => await FindAsync(issue.Customer, row, token).ConfigureAwait(false) is not null, cancellationToken).ConfigureAwait(false);
        await NoteAsync(entry, issue, cancellationToken).ConfigureAwait(false);
        var (issued, issuedAt) = await DrawAsync(issue, row, cancellationToken).ConfigureAwait(false);
        if (counts)
        {
            await _tally.SettleAsync(issue.Campaign, entry, issuedAt, issued.Issued.ExpiresAt, cancellationToken).ConfigureAwait(false);
        }

        return issued;
    }

    /// <summary>Deletes the code that a person's row names, then the row. A repeat goes on from what is left.</summary>
    public static async Task EraseAsync(PromoTables tables, TableEntity person, CustomerKey customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (person.GetString(Code) is { } text)
        {
            var code = PromoCode.Parse(text);
            await SayAsync(IsGoing).ConfigureAwait(false);
            if (await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is not { } standing)
            {
                // Deleted by an earlier call, or not there yet.
                if (person.GetBoolean(HasStood) != true)
                {
                    await GoingCode.NoteAsync(tables, code, customer, now, cancellationToken).ConfigureAwait(false);
                }
            }
            else if (CodeRow.Read(standing).BoundTo == customer)
            {
                // An import that was refused names a code that is somebody else's.
                await SayAsync(HasStood).ConfigureAwait(false);
                await tables.Codes.DeleteEntityAsync(standing.PartitionKey, standing.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }

        await tables.CodePersons.DeleteEntityAsync(person.PartitionKey, person.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);

        Task SayAsync(string word) => tables.CodePersons.TryAddAsync(new TableEntity(person.PartitionKey, person.RowKey) { [word] = true }, cancellationToken);
    }

    /// <summary>Erases the code that an issue made for a customer; nothing when it made none.</summary>
    public async Task ForgetAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken)
    {
        if (await tables.CodePersons.FindAsync(customer.Value, RowOf(campaign, issueId), cancellationToken).ConfigureAwait(false) is { } person)
        {
            await EraseAsync(tables, person, customer, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a code that has just been inserted when its person's row is gone or going: the erasure may have looked for the code before it stood.</summary>
    public async Task LetGoWhereErasedAsync(CustomerKey customer, string row, PromoCode code, CancellationToken cancellationToken)
    {
        if (await tables.CodePersons.FindAsync(customer.Value, row, cancellationToken).ConfigureAwait(false) is { } person && person.GetBoolean(IsGoing) != true)
        {
            return;
        }

        while (await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } standing
            && CodeRow.Read(standing).BoundTo == customer
            && await tables.Codes.TryDeleteAsync(standing, cancellationToken).ConfigureAwait(false) != WriteResult.Written)
        {
            // Taken, changed, or not known: the next look tells.
        }
    }

    /// <summary>The code that an issue made; null when it made none, or died before the code stood.</summary>
    public Task<IssuedCode?> FindAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken) =>
        FindAsync(customer, RowOf(campaign, issueId), cancellationToken);

    /// <summary>The codes that a customer's rows name.</summary>
    public static IAsyncEnumerable<PromoCode> NamesOfAsync(PromoTables tables, string customer, CancellationToken cancellationToken) =>
        tables.CodePersons.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {customer}"), select: [Code], cancellationToken: cancellationToken)
            .Select(row => row.GetString(Code))
            .OfType<string>()
            .Select(PromoCode.Parse);

    /// <summary>The codes that stand and are bound to the customer, the newest first, each once.</summary>
    public async IAsyncEnumerable<(IssuedCode Code, DateTimeOffset IssuedAt, HistoryPlace Place)> OfAsync(
        CustomerKey customer, HistoryPlace? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new List<(PromoCode Code, HistoryPlace Place)>();
        await foreach (var row in tables.CodePersons.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value}"), select: [nameof(TableEntity.RowKey), Code, IssuedAt], cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (row.GetString(Code) is { } text && row.GetDateTimeOffset(IssuedAt) is { } at)
            {
                rows.Add((PromoCode.Parse(text), new(at, IdOf(row.RowKey))));
            }
        }

        // A code that came with two files has two rows: the older one is its issue.
        var oldest = rows.GroupBy(row => row.Code).Select(same => same.MinBy(row => (row.Place.At, row.Place.Id)));
        foreach (var (code, place) in oldest.OrderByDescending(row => row.Place.At).ThenBy(row => row.Place.Id, StringComparer.Ordinal))
        {
            if (IsAfter(place, after)
                && await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } standing
                && CodeRow.Read(standing) is var issued
                && issued.BoundTo == customer)
            {
                yield return (issued, place.At, place);
            }
        }
    }

    /// <summary>A row's name in a token for clients: what issued a code may hold any character.</summary>
    private static string IdOf(string row) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row)).AsSpan(0, 16));

    /// <summary>Marks the code's own end, and when its owner is to be told of it.</summary>
    private async Task NoteAsync(string entry, PersonalIssue issue, CancellationToken cancellationToken)
    {
        if (issue.ExpiresAt is { } end)
        {
            await _marks.NoteAsync(CodeDueRow.End, entry, [(entry, end)], cancellationToken).ConfigureAwait(false);
        }

        if (issue.Notice is { } notice)
        {
            await _marks.NoteAsync(CodeDueRow.Notice, entry, [(entry, notice.At)], cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsAfter(HistoryPlace place, HistoryPlace? after) =>
        after is null || place.At < after.At || (place.At == after.At && string.CompareOrdinal(place.Id, after.Id) > 0);

    private static string RowOf(CampaignId campaign, string issueId) => campaign.Value + "|" + issueId;

    private static bool IsOf(TableEntity standing, CustomerKey customer, string row) => CodeRow.IssueOf(standing) == row && CodeRow.Read(standing).BoundTo == customer;

    private async Task<IssuedCode?> FindAsync(CustomerKey customer, string row, CancellationToken cancellationToken) =>
        await tables.CodePersons.FindAsync(customer.Value, row, cancellationToken).ConfigureAwait(false) is { } person
        && PromoCode.Parse(person.GetString(Code)) is var code
        && await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } standing
        && IsOf(standing, customer, row)
            ? CodeRow.Read(standing)
            : null;

    private async Task<(IssuePersonalOutcome Issued, DateTimeOffset IssuedAt)> DrawAsync(PersonalIssue issue, string row, CancellationToken cancellationToken)
    {
        while (true)
        {
            var drawn = PromoCode.Parse(NamePart.Of(issue.FirstName) + GeneratedPart.Random(Spread + GeneratedPart.Length));
            var code = new IssuedCode(drawn, issue.Campaign, CodeKind.Personal) { BoundTo = issue.Customer, ExpiresAt = issue.ExpiresAt, Notice = issue.Notice, Gift = issue.Gift };
            var kept = await KeepAsync(issue.Customer, row, code, cancellationToken).ConfigureAwait(false);
            code = code with { Code = PromoCode.Parse(kept.GetString(Code)), ExpiresAt = kept.GetDateTimeOffset(nameof(IssuedCode.ExpiresAt)) };

            var issuedAt = kept.GetDateTimeOffset(IssuedAt) ?? throw new InvalidDataException("A person's row has no time.");
            var written = await tables.Codes.TryInsertAsync(CodeRow.OfPersonal(code, row, issuedAt), cancellationToken).ConfigureAwait(false);
            if (await tables.Codes.FindAsync(CodeRow.PartitionOf(code.Code), code.Code.Value, cancellationToken).ConfigureAwait(false) is not { } standing)
            {
                if (written == WriteResult.Unknown)
                {
                    continue;
                }

                // It stood, and only an erasure deletes a code: a new one would be one of a person that was erased.
                return (new(code, Created: code.Code == drawn), issuedAt);
            }

            if (IsOf(standing, issue.Customer, row))
            {
                await LetGoWhereErasedAsync(issue.Customer, row, code.Code, cancellationToken).ConfigureAwait(false);

                // Nobody else draws the same: the code that stands is this call's own or an earlier one's.
                return (new(CodeRow.Read(standing), Created: code.Code == drawn), issuedAt);
            }

            // The shop has that very code already: draw another. Should another caller have done so meanwhile, its draw counts.
            await tables.CodePersons.TryDeleteAsync(kept, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that a person has a code, unless the row stands; answers the row that stands, or that stood before an erasure came.</summary>
    public async Task<TableEntity> KeepAsync(CustomerKey customer, string row, IssuedCode code, CancellationToken cancellationToken)
    {
        var mine = new TableEntity(customer.Value, row)
        {
            [Code] = code.Code.Value,
            ["Campaign"] = code.CampaignId?.Value,
            [IssuedAt] = clock.GetUtcNow(),
        };
        if (code.ExpiresAt is { } expiresAt)
        {
            mine[nameof(IssuedCode.ExpiresAt)] = expiresAt;
        }

        if (code.Notice is { } notice)
        {
            PersonNotice.Set(mine, notice);
        }

        while (true)
        {
            var written = await tables.CodePersons.TryInsertAsync(mine, cancellationToken).ConfigureAwait(false);
            if (await tables.CodePersons.FindAsync(customer.Value, row, cancellationToken).ConfigureAwait(false) is { } standing)
            {
                return standing;
            }

            if (written == WriteResult.Written)
            {
                return mine;
            }
        }
    }
}
