using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Attempts;

/// <summary>One code that did not work, as the journal has it. It names nobody.</summary>
/// <param name="Place">When it was sent, and which one of that instant it is.</param>
/// <param name="CodeKey">The code's pseudonym.</param>
/// <param name="Code">The code where it may stand in clear; else null.</param>
/// <param name="Reasons">The reason codes that were answered; none when we failed to answer.</param>
/// <param name="Standing">Where the code stood then.</param>
/// <param name="Content">What it was sent with; null when that was too large to keep.</param>
public sealed record CodeAttempt(
    HistoryPlace Place,
    string CodeKey,
    PromoCode? Code,
    IReadOnlyList<string> Reasons,
    AttemptStanding Standing,
    AttemptContent? Content)
{
    /// <summary>When it was sent, in UTC.</summary>
    public DateTimeOffset At => Place.At;

    /// <summary>Whether it did not work because we could not answer.</summary>
    public bool Failed => Reasons.Count == 0;
}

/// <summary>What a code was sent with, as far as terms look at it.</summary>
/// <param name="EvaluatedAt">The instant for which it was evaluated.</param>
/// <param name="Cart">What was to be bought.</param>
/// <param name="OrdersPlaced">The customer's orders before this one, as the shop said.</param>
/// <param name="Tags">The customer's tags, as the shop said.</param>
/// <param name="Customer">Who sent it; null when only the session was known.</param>
public sealed record AttemptContent(DateTimeOffset EvaluatedAt, Cart Cart, int? OrdersPlaced, IReadOnlyList<string> Tags, CustomerKey? Customer);
