using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Where an order's attempt stands in table <c>Orders</c>, and the redemption id that names it.</summary>
/// <param name="Hash">128 bits of SHA-256 of the order id, lower-case hex: the partition. The stored id is compared, so a collision is seen.</param>
/// <param name="Slot">Empty for the order's own redemption; for a retroactive one, 40 bits of SHA-256 of the code.</param>
/// <param name="Attempt">From 1. A refused attempt binds nothing: the next one counts on.</param>
internal readonly record struct OrderKey(string Hash, string Slot, int Attempt)
{
    /// <summary>Row that says that a claim was paid on the order, or that one was to be: without it no slot but the order's own is looked for.</summary>
    public const string ClaimedRow = "s";

    public static OrderKey Own(string orderId) => new(HashOf(orderId, 16), "", 1);

    public static OrderKey Retroactive(string orderId, string code) => new(HashOf(orderId, 16), HashOf(code, 5), 1);

    public OrderKey Next() => this with { Attempt = Attempt + 1 };

    /// <summary>The id a client sees: <c>h-n</c>, or <c>h-slot-n</c> for a retroactive redemption.</summary>
    public string RedemptionId => Slot.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Hash}-{Attempt}")
        : string.Create(CultureInfo.InvariantCulture, $"{Hash}-{Slot}-{Attempt}");

    /// <summary>What is shared by all attempts of the slot.</summary>
    public string SlotKey => $"{Hash}|{Slot}";

    /// <summary>Row of the intent: insert only.</summary>
    public string IntentRow => Row("a");

    /// <summary>Row of the decision: the first insert wins. A hold's end is added to it.</summary>
    public string DecisionRow => Row("c");

    /// <summary>Row that says another instance settles this attempt.</summary>
    public string TakeoverRow => Row("q");

    /// <summary>The key that a redemption id names, or null when it has another form.</summary>
    public static OrderKey? Parse(string redemptionId)
    {
        var parts = redemptionId.Split('-');
        if (parts.Length is not (2 or 3) || !IsHex(parts[0], 32) || (parts.Length == 3 && !IsHex(parts[1], 10)))
        {
            return null;
        }

        return int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt >= 1
            ? new OrderKey(parts[0], parts.Length == 3 ? parts[1] : "", attempt)
            : null;
    }

    /// <summary>The key of an intent's row, or null for a row of another kind.</summary>
    public static OrderKey? OfIntentRow(string hash, string row)
    {
        var parts = row.Split('|');
        return parts is ["a", var own] ? new(hash, "", int.Parse(own, NumberStyles.None, CultureInfo.InvariantCulture))
            : parts is ["s", var slot, "a", var retroactive] ? new(hash, slot, int.Parse(retroactive, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
    }

    private static bool IsHex(string text, int length) =>
        text.Length == length && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    private static string HashOf(string text, int bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));

    private string Row(string kind) => Slot.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{kind}|{Attempt:D6}")
        : string.Create(CultureInfo.InvariantCulture, $"s|{Slot}|{kind}|{Attempt:D6}");
}
