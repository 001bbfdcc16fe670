namespace PromoFunctions.Domain.Reports;

/// <summary>Holds roll-ups against figures that were counted apart from them. Never smooths: it counts what is unequal.</summary>
public static class ReconcileBooks
{
    /// <summary>The control of a report.</summary>
    /// <param name="period">The days that count.</param>
    /// <param name="books">The books; days outside the period are left out.</param>
    /// <param name="rows">The report's rows.</param>
    public static ReportControl Control(ReportPeriod period, BookFigures books, IReadOnlyList<ReportRow> rows)
    {
        var booked = books.Booked.Where(day => period.Contains(day.Day)).ToList();
        var counted = books.Counted.Where(day => period.Contains(day.Day)).ToList();
        var ledger = counted.Concat(booked.Where(day => !books.CountedAt.ContainsKey(day.Day))).ToList();
        var byCurrency = ledger.Select(day => day.Currency)
            .Concat(rows.Select(row => row.Currency))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(currency => new ControlRow(
                currency,
                ledger.Where(day => day.Currency == currency).Sum(day => day.Discount),
                rows.Where(row => row.Currency == currency).Sum(row => row.Discount)))
            .ToList();
        return new(ledger.Sum(day => day.Count), byCurrency, Differences(booked, counted, books.CountedAt), CountedAt(period, books));
    }

    /// <summary>How many figures are unequal: of each lane and day the counters against the channels' sums, and once counted every figure of every channel against the journal.</summary>
    private static int Differences(List<LaneDay> booked, List<LaneDay> counted, IReadOnlyDictionary<string, DateTimeOffset> countedAt)
    {
        var differences = booked.Sum(day =>
            (day.Count == day.Channels.Values.Sum(channel => channel.Redemptions) ? 0 : 1)
            + (day.Discount == day.Channels.Values.Sum(channel => channel.Discount) ? 0 : 1));
        var rollups = booked.Where(day => countedAt.ContainsKey(day.Day)).ToDictionary(KeyOf);
        var journal = counted.ToDictionary(KeyOf);
        foreach (var key in rollups.Keys.Union(journal.Keys))
        {
            var (left, right) = (rollups.GetValueOrDefault(key), journal.GetValueOrDefault(key));
            foreach (var channel in Channels(left).Union(Channels(right), StringComparer.Ordinal))
            {
                differences += Differences(Of(left, channel), Of(right, channel));
            }

            differences += DifferentBatches(left, right) + DifferentGifts(left, right);
        }

        return differences;
    }

    private static int DifferentBatches(LaneDay? left, LaneDay? right) =>
        Unequal(left?.Batches ?? [], right?.Batches ?? [], batch => (batch.Batch, batch.Expires), batch => batch.Uses);

    private static int DifferentGifts(LaneDay? left, LaneDay? right)
    {
        var (booked, counted) = (left?.Gifts ?? [], right?.Gifts ?? []);
        return Unequal(booked, counted, KeyOf, gift => gift.Redeemed)
            + Unequal(booked, counted, KeyOf, gift => gift.Goods)
            + Unequal(booked, counted, KeyOf, gift => gift.Discount)
            + Unequal(booked, counted, KeyOf, gift => string.Join(' ', gift.Days.Where(days => days.Value != 0).OrderBy(days => days.Key)));
    }

    /// <summary>How many of the things that either side has are not equal; what one side has not is nothing.</summary>
    private static int Unequal<TRow, TKey, TFigure>(IEnumerable<TRow> left, IEnumerable<TRow> right, Func<TRow, TKey> keyOf, Func<TRow, TFigure> figureOf)
        where TKey : notnull
    {
        var (one, other) = (left.ToDictionary(keyOf, figureOf), right.ToDictionary(keyOf, figureOf));
        return one.Keys.Union(other.Keys).Count(key => !Equals(one.GetValueOrDefault(key) ?? default(TFigure), other.GetValueOrDefault(key) ?? default(TFigure)));
    }

    private static (string Reason, string Agent, string Expires) KeyOf(GiftUses gift) => (gift.Reason, gift.Agent, gift.Expires);

    /// <summary>A journal's day does not tell who was seen earlier in the week or month, so those are not compared.</summary>
    private static int Differences(ChannelDay left, ChannelDay right) =>
        (left.Redemptions == right.Redemptions ? 0 : 1)
        + (left.Retroactive == right.Retroactive ? 0 : 1)
        + (left.Discount == right.Discount ? 0 : 1)
        + (left.OrderValue == right.OrderValue ? 0 : 1)
        + (left.Refunds == right.Refunds ? 0 : 1)
        + (left.RefundedDiscount == right.RefundedDiscount ? 0 : 1)
        + (left.Customers == right.Customers ? 0 : 1)
        + (left.HoldsExpired == right.HoldsExpired ? 0 : 1);

    private static DateTimeOffset? CountedAt(ReportPeriod period, BookFigures books)
    {
        // Days before the first one of the books have nothing to count.
        var days = period.Days.Where(day => string.CompareOrdinal(day, books.Progress.First) >= 0).ToList();
        return days.Count > 0 && days.TrueForAll(books.CountedAt.ContainsKey) ? days.Max(day => books.CountedAt[day]) : null;
    }

    /// <summary>Amounts of two currencies are never one figure.</summary>
    private static (string Day, string Campaign, int Lane, string Currency) KeyOf(LaneDay day) => (day.Day, day.CampaignId, day.Lane, day.Currency);

    private static IEnumerable<string> Channels(LaneDay? day) => day?.Channels.Keys ?? [];

    private static ChannelDay Of(LaneDay? day, string channel) => day?.Channels.GetValueOrDefault(channel) ?? ChannelDay.None;
}
