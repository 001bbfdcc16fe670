using Azure.Data.Tables;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>All that the tables hold of a campaign's lanes; the journal in the order in which it was made.</summary>
internal sealed record LaneRows(
    ModelCampaign Campaign,
    LaneLimits Saved,
    LaneHead Head,
    int Outbox,
    int Pending,
    IReadOnlyList<HeldUses> Held,
    IReadOnlyDictionary<string, CustomerUses> Customers,
    IReadOnlyList<OutboxEntry> Journal)
{
    /// <summary>Refunds that the lane knows to have applied.</summary>
    public int Applied { get; init; }

    /// <summary>Rows of the journal that are missing or too many, by the heads' sequences.</summary>
    public string Gaps { get; init; } = "";

    /// <summary>The journal's rows by number; of several lanes, lane by lane.</summary>
    public IReadOnlyList<long> Sequences { get; init; } = [];

    /// <summary>Lanes with something that a sweep must find.</summary>
    public IReadOnlyList<LaneKey> Unsettled { get; init; } = [];

    /// <summary>The same lane by lane.</summary>
    public IReadOnlyList<(LaneKey Key, LaneRows Rows)> Parts { get; init; } = [];

    /// <summary>What is held, and in which lane.</summary>
    public IReadOnlyList<(HeldUses Held, LaneKey Lane)> HeldIn { get; init; } = [];

    /// <summary>Releases that the heads tell of.</summary>
    public int Released { get; init; }

    /// <summary>Transfers of room that were not finished.</summary>
    public int Transfers { get; init; }

    /// <summary>What all lanes hold; the head is their sum.</summary>
    public static async Task<LaneRows> ReadAsync(FaultyProcess process, ModelCampaign campaign)
    {
        var lanes = await Task.WhenAll(campaign.Keys.Select(lane => ReadAsync(process, campaign, lane)));
        if (lanes.Length == 1)
        {
            return lanes[0];
        }

        var heads = lanes.Select(lane => lane.Head).ToList();
        var days = DayFigures.Read(null);
        foreach (var (day, figures) in heads.SelectMany(head => head.Days))
        {
            var channels = (days.GetValueOrDefault(day) ?? DayFigures.None).Channels;
            foreach (var (channel, each) in figures.Channels)
            {
                channels = channels.SetItem(channel, (channels.GetValueOrDefault(channel) ?? ChannelFigures.None).Plus(each));
            }

            var standing = days.GetValueOrDefault(day) ?? DayFigures.None;
            days = days.SetItem(day, figures with { Channels = channels, Count = standing.Count + figures.Count, Discount = standing.Discount + figures.Discount });
        }

        return new(
            campaign,
            lanes[0].Saved,
            new LaneHead
            {
                Revision = heads.Max(head => head.Revision),
                Units = heads[0].Units is null ? null : heads.Sum(head => (head.Units ?? 0) + head.Out.Values.Sum(sent => sent.Units)),
                Money = heads[0].Money is null ? null : heads.Sum(head => (head.Money ?? 0) + head.Out.Values.Sum(sent => sent.Money)),
                Used = heads.Sum(head => head.Used),
                UsedMoney = heads.Sum(head => head.UsedMoney),
                Prepared = heads.Sum(head => head.Prepared),
                PreparedMoney = heads.Sum(head => head.PreparedMoney),
                Held = heads.Sum(head => head.Held),
                HeldMoney = heads.Sum(head => head.HeldMoney),
                EarliestDeadline = heads.Min(head => head.EarliestDeadline),
                Days = days,
            },
            lanes.Sum(lane => lane.Outbox),
            lanes.Sum(lane => lane.Pending),
            [.. lanes.SelectMany(lane => lane.Held)],
            lanes.SelectMany(lane => lane.Customers).ToDictionary(StringComparer.Ordinal),
            [.. lanes.SelectMany(lane => lane.Journal).OrderBy(entry => entry.At)])
        {
            Applied = lanes.Sum(lane => lane.Applied),
            Sequences = [.. lanes.SelectMany(lane => lane.Sequences)],
            Gaps = string.Concat(lanes.Select(lane => lane.Gaps)),
            Unsettled = [.. lanes.SelectMany(lane => lane.Unsettled)],
            Parts = [.. lanes.SelectMany(lane => lane.Parts)],
            HeldIn = [.. lanes.SelectMany(lane => lane.HeldIn)],
            Released = lanes.Sum(lane => lane.Released),
            Transfers = lanes.Sum(lane => lane.Transfers),
        };
    }

    private static async Task<LaneRows> ReadAsync(FaultyProcess process, ModelCampaign campaign, LaneKey key)
    {
        var lane = key.Partition;
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
                    CustomerBucket.Read(row).All.ToList().ForEach(customer => customers.Add(customer.Key, customer.Uses));
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

        var rows = new LaneRows(campaign, CampaignRow.LimitsOf(saved), head, outbox, pending, held, customers, [.. journal.Values.SelectMany(entries => entries)])
        {
            Applied = applied,
            Sequences = sequences,
            Gaps = sequences.Order().SequenceEqual(Enumerable.Range(1, (int)head.Sequence).Select(each => (long)each)) ? "" : $"{lane}: journal rows {string.Join(',', sequences)} of {head.Sequence}. ",
            Unsettled = outbox + pending + head.Out.Count > 0 ? [key] : [],
            HeldIn = [.. held.Select(each => (each, key))],
            Released = head.Released.Length,
            Transfers = head.Out.Count,
        };
        return rows with { Parts = [(key, rows)] };
    }
}
