using System.Globalization;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Table <c>History</c>: what happened to a customer. Partition is the customer's key; rows are insert only, the newest first.</summary>
internal static class HistoryRow
{
    private const string Campaign = nameof(Campaign);

    /// <summary>The row of one entry of an outbox row. Its key says which entry that is, so that a second delivery meets it.</summary>
    public static TableEntity Of(string customer, LaneKey lane, long sequence, int index, OutboxEntry entry)
    {
        var told = OutboxEvents.Of(entry);
        var row = new TableEntity(customer, KeyOf(new(entry.At, string.Create(CultureInfo.InvariantCulture, $"{lane.Partition}|{sequence:D12}|{index:D3}"))))
        {
            [Campaign] = lane.CampaignId,
            [nameof(told.Kind)] = told.Kind.ToString(),
            [nameof(told.RedemptionId)] = told.RedemptionId,
            [nameof(told.Channel)] = told.Channel,
            [nameof(told.Currency)] = told.Currency,
            [nameof(told.Discount)] = told.Discount,
            [nameof(told.OrderValue)] = told.OrderValue,
            [nameof(told.TermsVersion)] = told.TermsVersion,
            [nameof(told.At)] = told.At,
        };
        if (told.OrderId is { } order)
        {
            row[nameof(told.OrderId)] = order;
        }

        if (told.Code is { } code)
        {
            row[nameof(told.Code)] = code;
        }

        if (told.HeldUntil is { } until)
        {
            row[nameof(told.HeldUntil)] = until;
        }

        return row;
    }

    public static HistoryItem Read(TableEntity row) => new(
        Text(row, Campaign),
        new RedemptionEvent(
            Enum.Parse<RedemptionEventKind>(Text(row, nameof(RedemptionEvent.Kind))),
            Text(row, nameof(RedemptionEvent.RedemptionId)),
            row.GetString(nameof(RedemptionEvent.OrderId)),
            row.GetString(nameof(RedemptionEvent.Code)),
            Text(row, nameof(RedemptionEvent.Channel)),
            Text(row, nameof(RedemptionEvent.Currency)),
            row.GetInt64(nameof(RedemptionEvent.Discount)) ?? 0,
            row.GetInt64(nameof(RedemptionEvent.OrderValue)) ?? 0,
            row.GetInt32(nameof(RedemptionEvent.TermsVersion)) ?? 0,
            row.GetDateTimeOffset(nameof(RedemptionEvent.HeldUntil)),
            row.GetDateTimeOffset(nameof(RedemptionEvent.At)) ?? throw new InvalidDataException("A row of a customer's history has no time.")));

    /// <summary>The key of a place: ordinal order is the reverse order of time.</summary>
    public static string KeyOf(HistoryPlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - place.At.UtcTicks:D19}|{place.Id}");

    /// <summary>The place of a row.</summary>
    public static HistoryPlace PlaceOf(string key)
    {
        var bar = key.IndexOf('|', StringComparison.Ordinal);
        var inverted = long.Parse(key.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture);
        return new(new(DateTimeOffset.MaxValue.UtcTicks - inverted, TimeSpan.Zero), key[(bar + 1)..]);
    }

    private static string Text(TableEntity row, string name) =>
        row.GetString(name) ?? throw new InvalidDataException($"A row of a customer's history has no {name}.");
}
