using System.Security.Cryptography;
using System.Text;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Where a refund stands in table <c>Orders</c>, and how lanes name it.</summary>
/// <param name="Order">The order's partition, see <see cref="OrderKey.Hash"/>.</param>
/// <param name="Id">128 bits of SHA-256 of the shop's refund id, lower-case hex. The stored id is compared, so a collision is seen.</param>
internal readonly record struct RefundKey(string Order, string Id)
{
    /// <summary>Row of what all refunds of the order come to.</summary>
    public const string TotalsRow = "f";

    private const int HashLength = 32;

    public static RefundKey Of(string order, string refundId) =>
        new(order, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(refundId)).AsSpan(0, HashLength / 2)));

    /// <summary>Row of the refund: insert only.</summary>
    public string Row => "f|" + Id;

    /// <summary>Row in the lane that says that it is applied there.</summary>
    public string AppliedRow => "r|" + this;

    /// <summary>Row that says that a lane has applied it, kept when the lane forgets.</summary>
    public string DoneRow(LaneKey lane) => $"{Row}|{lane.Partition}";

    /// <summary>The key that <see cref="ToString"/> gave.</summary>
    public static RefundKey Parse(string text) => new(text[..HashLength], text[(HashLength + 1)..]);

    public override string ToString() => $"{Order}-{Id}";
}
