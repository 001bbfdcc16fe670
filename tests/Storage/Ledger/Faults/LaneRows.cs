using Azure.Data.Tables;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>All that the tables hold of a campaign's lane; the journal in the order in which it was made.</summary>
internal sealed record LaneRows(
    ModelCampaign Campaign,
    LaneLimits Saved,
    LaneHead Head,
    int Outbox,
    int Pending,
    IReadOnlyList<HeldUses> Held,
    IReadOnlyDictionary<string, CustomerUses> Customers,
    IReadOnlyList<OutboxEntry> Journal,
    IReadOnlyList<long> Sequences)
{
    /// <summary>Refunds that the lane knows to have applied.</summary>
    public int Applied { get; init; }

    public static async Task<LaneRows> ReadAsync(FaultyProcess process, ModelCampaign campaign)
    {
        var lane = new LaneKey(campaign.Id, 0).Partition;
        var saved = await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(campaign.Id), CancellationToken.None)
            ?? throw new InvalidDataException("A campaign is gone.");
        var head = new LaneHead { Revision = CampaignRow.LimitsOf(saved).Revision };
        var (outbox, pending, applied) = (0, 0, 0);
        var held = new List<HeldUses>();
        var customers = new Dictionary<string, CustomerUses>(StringComparer.Ordinal);
        await foreach (var row in process.Tables.Lanes.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {lane}")))
        {
            switch (row.RowKey[0])
            {
                case '!':
                    head = LaneHead.Read(row);
                    break;
                case 'u':
                    customers[row.RowKey[2..]] = CustomerUses.Read(row);
                    break;
                case 'x':
                    outbox++;
                    break;
                case 'r':
                    applied++;
                    break;
                case 'h':
                    pending++;
                    break;
                case 'k':
                    held.Add(HeldUses.Read(row));
                    break;
            }
        }

        var journal = new SortedDictionary<long, IReadOnlyList<OutboxEntry>>();
        var sequences = new List<long>();
        await foreach (var row in process.Tables.Journal.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey ge {lane + "|"} and PartitionKey lt {lane + "}"}")))
        {
            sequences.Add(long.Parse(row.RowKey, System.Globalization.CultureInfo.InvariantCulture));
            journal[sequences[^1]] = OutboxEntry.Read(row);
        }

        return new(campaign, CampaignRow.LimitsOf(saved), head, outbox, pending, held, customers, [.. journal.Values.SelectMany(entries => entries)], sequences) { Applied = applied };
    }
}
