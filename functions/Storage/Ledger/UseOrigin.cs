using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What the books tell the use of a unique or personal code by. It follows from the attempt alone, so that a refund takes back what was booked.</summary>
/// <param name="Batch">The batch, as reports call it.</param>
/// <param name="Expires">Of a code with an end of its own, the last business day on which it works for a time; null for its campaign's end.</param>
internal sealed record UseOrigin(string Batch, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Expires)
{
    /// <summary>Of a code that the claims desk gave; null of any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GiftUse? Gift { get; init; }

    /// <summary>The origins of an order's parts in a campaign, in their order; null for a public code.</summary>
    public static IReadOnlyList<UseOrigin?> Of(Attempt attempt, ImmutableArray<RedemptionPart> parts, BusinessCalendar calendar)
    {
        var origins = new List<UseOrigin?>(parts.Length);
        var goods = attempt.Intent.OrderValue;
        foreach (var part in parts)
        {
            if (part.Origin is not { } origin)
            {
                origins.Add(null);
                continue;
            }

            GiftUse? use = null;
            if (origin.Gift is { } gift)
            {
                // An order's goods count once in a campaign, with its first such code.
                use = new(gift.Reason, gift.Agent, Math.Max(0, (attempt.At - gift.GivenAt).Days), goods, part.Discount);
                goods = 0;
            }

            origins.Add(new(origin.Batch, calendar.LastDayOf(origin.ExpiresAt)) { Gift = use });
        }

        return origins;
    }
}

/// <summary>The use of a code that the claims desk gave; amounts in minor units.</summary>
/// <param name="Reason">The kind of the claim.</param>
/// <param name="Agent">Who sent the claim.</param>
/// <param name="Days">From the gift to the order, in elapsed days rounded down.</param>
/// <param name="Goods">Goods of the order before discount and without shipping.</param>
/// <param name="Discount">What the code took.</param>
internal sealed record GiftUse(string Reason, string Agent, int Days, long Goods, long Discount);
