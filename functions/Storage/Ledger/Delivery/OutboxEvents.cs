using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What an outbox row tells others. Made from the row alone, so that a second delivery tells the same.</summary>
internal static class OutboxEvents
{
    public static LaneEvents Of(LaneKey lane, long sequence, IReadOnlyList<OutboxEntry> entries) =>
        new(lane.CampaignId, lane.Lane, sequence, entries[0].At, [.. entries.Select(Of)]);

    public static RedemptionEvent Of(OutboxEntry entry) => new(
        KindOf(entry.Kind),
        entry.RedemptionId,
        entry.OrderId,
        entry.Code.Length == 0 ? null : entry.Code,
        entry.Channel,
        entry.Currency,
        entry.Discount,
        entry.OrderValue,
        entry.TermsVersion,
        entry.HeldUntil,
        entry.At);

    private static RedemptionEventKind KindOf(string kind) => kind switch
    {
        OutboxEntry.Held => RedemptionEventKind.Held,
        OutboxEntry.Redeemed => RedemptionEventKind.Redeemed,
        OutboxEntry.Retroactive => RedemptionEventKind.Retroactive,
        OutboxEntry.Released => RedemptionEventKind.Released,
        OutboxEntry.Expired => RedemptionEventKind.Expired,
        OutboxEntry.Refunded => RedemptionEventKind.Refunded,
        _ => throw new InvalidDataException($"An outbox entry is of the unknown kind {kind}."),
    };
}
