using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>Codes that ended unused: table <c>CodeEnds</c>, partition day, campaign and import; row <c>!</c> counts, see <see cref="OnceTally"/>.</summary>
internal sealed class ExpiredTally(PromoTables tables)
{
    private const string Head = "!";
    private const string Day = nameof(Day);
    private const string Campaign = nameof(Campaign);
    private const string Batch = nameof(Batch);

    private readonly OnceTally _once = new(tables.CodeEnds);

    /// <summary>Counts codes of one day, campaign and import, each once for good.</summary>
    /// <returns>How many were not counted before.</returns>
    public Task<int> AddAsync(string day, CampaignId campaign, BatchId? batch, IReadOnlyCollection<PromoCode> codes, CancellationToken cancellationToken) => _once.AddAsync(
        $"{day}|{campaign.Value}|{batch?.Value}",
        Head,
        new Dictionary<string, string> { [Day] = day, [Campaign] = campaign.Value, [Batch] = batch?.Value ?? "" },
        codes,
        cancellationToken);

    /// <summary>The counts of a range of days, both ends included.</summary>
    public async Task<IReadOnlyList<ExpiredCount>> ReadAsync(string firstDay, string lastDay, CancellationToken cancellationToken)
    {
        // All partitions of a day begin with it and a bar.
        var end = lastDay + "~";
        var counts = new List<ExpiredCount>();
        await foreach (var row in tables.CodeEnds.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {firstDay} and PartitionKey lt {end} and RowKey eq {Head}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            counts.Add(new(row.GetString(Day), row.GetString(Campaign), row.GetString(Batch) is { Length: > 0 } batch ? BatchId.Parse(batch) : null, row.GetInt64(OnceTally.Count) ?? 0));
        }

        return counts;
    }
}
