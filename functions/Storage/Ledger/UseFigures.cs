using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Uses of a day by batch and by gift, net of those that full refunds gave back on it.</summary>
/// <param name="Batches">Uses by <see cref="BatchKey"/>.</param>
/// <param name="Gifts">Uses of codes that the claims desk gave, by <see cref="GiftKey"/>.</param>
internal sealed record UseFigures(ImmutableSortedDictionary<string, long> Batches, ImmutableSortedDictionary<string, GiftFigures> Gifts)
{
    private const char Between = '\n';

    public static UseFigures None { get; } = new(
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, GiftFigures>(StringComparer.Ordinal));

    [JsonIgnore]
    public bool IsNone => Batches.IsEmpty && Gifts.IsEmpty;

    /// <summary>With what an entry of the ledger took or brought back.</summary>
    public UseFigures Add(OutboxEntry entry)
    {
        if (entry.Redeems)
        {
            return Add(entry.Origin, 1);
        }

        if (entry.Kind != OutboxEntry.Refunded || entry.UsesReturned == 0)
        {
            return this;
        }

        var figures = entry.Returned.Aggregate(this, (sum, origin) => sum.Add(origin, -1));
        return figures.Add(CodesRow.Public, entry.Returned.Count - entry.UsesReturned);
    }

    /// <summary>The key of a batch: its name, and until when its codes work where they differ in that.</summary>
    public static string BatchKey(string batch, string? expires) => expires is null ? batch : batch + Between + expires;

    /// <summary>A batch's key in the Domain's terms.</summary>
    public static BatchUses ReadBatch(string key, long uses) => key.IndexOf(Between, StringComparison.Ordinal) is var between and > 0
        ? new(key[..between], key[(between + 1)..], uses)
        : new(key, null, uses);

    /// <summary>The key of gifts. Who sent a claim is free text, and stands last.</summary>
    public static string GiftKey(GiftUse gift, string? expires) => $"{gift.Reason}{Between}{expires}{Between}{gift.Agent}";

    /// <summary>Gifts in the Domain's terms.</summary>
    public static GiftUses ReadGift(string key, GiftFigures figures)
    {
        var parts = key.Split(Between, 3);
        return new(
            parts[0],
            parts[2],
            parts[1],
            figures.Redeemed,
            figures.Goods,
            figures.Discount,
            figures.Days.ToImmutableSortedDictionary(days => int.Parse(days.Key, NumberStyles.None, CultureInfo.InvariantCulture), days => days.Value));
    }

    private UseFigures Add(UseOrigin? origin, int sign)
    {
        var figures = Add(origin is null ? CodesRow.Public : BatchKey(origin.Batch, origin.Expires), sign);
        if (origin?.Gift is not { } gift)
        {
            return figures;
        }

        var key = GiftKey(gift, origin.Expires);
        return figures with { Gifts = figures.Gifts.SetItem(key, (figures.Gifts.GetValueOrDefault(key) ?? GiftFigures.None).Add(gift, sign)) };
    }

    private UseFigures Add(string batch, long uses) => uses == 0 ? this : this with { Batches = Batches.SetItem(batch, Batches.GetValueOrDefault(batch) + uses) };
}

/// <summary>Uses of codes that the claims desk gave, net; amounts in minor units.</summary>
/// <param name="Redeemed">Uses.</param>
/// <param name="Goods">Goods of the orders.</param>
/// <param name="Discount">What the codes took.</param>
/// <param name="Days">How many came back after how many days.</param>
internal sealed record GiftFigures(long Redeemed, long Goods, long Discount, ImmutableSortedDictionary<string, long> Days)
{
    public static GiftFigures None { get; } = new(0, 0, 0, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    public GiftFigures Add(GiftUse use, int sign)
    {
        var days = use.Days.ToString(CultureInfo.InvariantCulture);
        return new(Redeemed + sign, Goods + (sign * use.Goods), Discount + (sign * use.Discount), Days.SetItem(days, Days.GetValueOrDefault(days) + sign));
    }
}
