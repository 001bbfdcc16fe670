using System.Collections.Immutable;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Books a refund in a lane, once however many ask for it.</summary>
/// <param name="key">The refund.</param>
/// <param name="shares">What it brings back here; not empty.</param>
/// <param name="at">When it was recorded. One that is older than <see cref="Attempt.OwnerLooks"/> is looked for first.</param>
internal sealed class ApplyRefund(RefundKey key, ImmutableArray<RefundShare> shares, DateTimeOffset at) : LaneCommand<bool>
{
    public RefundKey Key => key;

    public ImmutableArray<RefundShare> Shares => shares;

    public DateTimeOffset At => at;

    /// <summary>Customers whose uses come back.</summary>
    public IEnumerable<string> Customers => shares.Where(share => share.Uses > 0).Select(share => share.Customer).OfType<string>().Distinct();

    /// <summary>Set when a transaction met the lane's row of it.</summary>
    public bool Met { get; set; }

    /// <summary>Set when it was looked for and found.</summary>
    public bool Stands { get; set; }
}
