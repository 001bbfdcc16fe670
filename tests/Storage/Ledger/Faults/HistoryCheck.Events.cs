using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <content>What followed the commits: every transaction was published as it stands in the journal, and every customer's history has it once.</content>
internal sealed partial class HistoryCheck
{
    private async Task CheckEventsAsync(FaultyProcess process, LaneRows state)
    {
        var campaign = state.Campaign.Id;
        foreach (var (lane, rows) in state.Parts)
        {
            var published = history.Events.Published.Where(events => events.CampaignId == campaign && events.Lane == lane.Lane).GroupBy(events => events.Sequence).OrderBy(group => group.Key).ToList();
            Expect(published.Select(group => group.Key).SequenceEqual(rows.Sequences.Order()), $"{lane}: published {string.Join(',', published.Select(group => group.Key))} of {rows.Head.Sequence}");
            Expect(published.All(group => group.All(events => events.Events.SequenceEqual(group.First().Events))), $"{lane}: a transaction was published in two ways");
            Expect(published.SelectMany(group => group.First().Events).SequenceEqual(rows.Journal.Select(OutboxEvents.Of)), $"{lane}: what was published is not what the journal has");
        }

        foreach (var customer in state.Journal.Where(entry => entry.Customer is not null).GroupBy(entry => entry.Customer ?? ""))
        {
            var rows = new List<RedemptionEvent>();
            await foreach (var row in process.Tables.History.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {customer.Key} and Campaign eq {campaign}")))
            {
                rows.Add(HistoryRow.Read(row).Event);
            }

            Expect(
                Ordered(rows).SequenceEqual(Ordered(customer.Select(OutboxEvents.Of))),
                $"{campaign}: a customer's history has {rows.Count} rows of {customer.Count()}");
            Expect(rows.Zip(rows.Skip(1)).All(pair => pair.First.At >= pair.Second.At), $"{campaign}: a customer's history is not the newest first");
        }
    }

    private static IEnumerable<string> Ordered(IEnumerable<RedemptionEvent> events) => events.Select(each => each.ToString()).Order(StringComparer.Ordinal);
}
