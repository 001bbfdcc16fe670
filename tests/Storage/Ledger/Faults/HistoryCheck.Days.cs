using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <content>Every day of a lane is in its head or in the roll-ups, and what stands there is what the journal has.</content>
internal sealed partial class HistoryCheck
{
    private async Task CheckDaysAsync(FaultyProcess process, LaneRows state)
    {
        foreach (var (lane, rows) in state.Parts)
        {
            var days = rows.Head.Days.ToDictionary(StringComparer.Ordinal);
            await foreach (var row in process.Tables.Rollups.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {lane.Partition}")))
            {
                var closed = DayFigures.ReadOne(row.GetLongText("Figures")) ?? DayFigures.None;
                Expect(string.CompareOrdinal(row.PartitionKey, rows.Head.SealedThrough) <= 0, $"{lane}: {row.PartitionKey} is rolled up, closed are days up to {rows.Head.SealedThrough}");
                Expect(!days.TryGetValue(row.PartitionKey, out var standing) || standing.WriteOne() == closed.WriteOne(), $"{lane}: {row.PartitionKey} changed after it was closed");
                days[row.PartitionKey] = closed;
            }

            Expect(rows.Journal.All(entry => days.ContainsKey(entry.Day) || entry.Kind is OutboxEntry.Held or OutboxEntry.Released or OutboxEntry.Expired), $"{lane}: a day of the journal is in no report");
            foreach (var (day, figures) in days)
            {
                CheckDay(lane, day, figures, rows.Journal);
            }
        }
    }

    private void CheckDay(LaneKey lane, string day, DayFigures figures, IReadOnlyList<OutboxEntry> journal)
    {
        var entries = journal.Where(entry => entry.Day == day && entry.Redeems).ToList();
        Expect(figures.Count == entries.Count && figures.Discount == entries.Sum(entry => entry.Discount), $"{lane} {day}: {figures.Count} in the head, {entries.Count} in the journal");
        foreach (var (channel, of) in figures.Channels)
        {
            var here = entries.Where(entry => entry.Channel == channel).ToList();
            Expect(of.Redemptions == here.Count && of.OrderValue == here.Sum(entry => entry.OrderValue), $"{lane} {day} {channel}: {of}");
            var customers = here.Where(entry => entry.Customer is not null).Select(entry => entry.Customer).Distinct().Count()
                + here.Count(entry => entry.Customer is null && entry.FirstOfOrder);
            var expired = journal.Count(entry => entry.Day == day && entry.Channel == channel && entry is { Kind: OutboxEntry.Expired, FirstOfOrder: true });
            Expect(of.HoldsExpired == expired, $"{lane} {day} {channel}: {of.HoldsExpired} holds expired, {expired} in the journal");
            var back = journal.Where(entry => entry.Day == day && entry.Channel == channel && entry.Kind == OutboxEntry.Refunded).ToList();
            Expect(of.Refunds == back.Count(entry => entry.FirstOfOrder) && of.RefundedDiscount == back.Sum(entry => entry.Discount), $"{lane} {day} {channel}: {of}, {back.Count} refunds in the journal");
            Expect(of.Customers == customers, $"{lane} {day} {channel}: {of.Customers} customers, {customers} in the journal");
        }

        var net = entries.Count - journal.Where(entry => entry.Day == day && entry.Kind == OutboxEntry.Refunded).Sum(entry => entry.UsesReturned);
        Expect((figures.Uses?.Batches.Values.Sum() ?? 0) == net, $"{lane} {day}: {figures.Uses?.Batches.Values.Sum()} uses by batch, {net} in the journal");
        var batch = CodesRow.NameOf(HistoryScript.Batch);
        var ofBatch = entries.Count(entry => entry.Origin?.Batch == batch) - journal.Where(entry => entry.Day == day).SelectMany(entry => entry.Returned).Count(origin => origin.Batch == batch);
        Expect((figures.Uses?.Batches.GetValueOrDefault(batch) ?? 0) == ofBatch, $"{lane} {day}: {figures.Uses?.Batches.GetValueOrDefault(batch)} uses of the batch, {ofBatch} in the journal");
    }
}
