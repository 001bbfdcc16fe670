using System.Collections.Frozen;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Asking;

/// <summary>The topic that each refusal is an answer to.</summary>
internal static class ReasonTopics
{
    private static readonly FrozenDictionary<string, Topic> Topics = new Dictionary<string, Topic>
    {
        [RefusalCodes.UnknownCode] = Topic.WhyNot,
        [RefusalCodes.NotStarted] = Topic.Expiry,
        [RefusalCodes.Expired] = Topic.Expiry,
        [RefusalCodes.Paused] = Topic.Expiry,
        [RefusalCodes.Voided] = Topic.Expiry,
        [RefusalCodes.NotAtThisTime] = Topic.Expiry,
        [RefusalCodes.UsedUp] = Topic.Usage,
        [RefusalCodes.BudgetUsedUp] = Topic.Usage,
        [RefusalCodes.CustomerLimit] = Topic.Usage,
        [RefusalCodes.CustomerRequired] = Topic.Customer,
        [RefusalCodes.OtherCustomer] = Topic.Customer,
        [RefusalCodes.CustomerTag] = Topic.Customer,
        [RefusalCodes.NewCustomersOnly] = Topic.Customer,
        [RefusalCodes.ReturningCustomersOnly] = Topic.Customer,
        [RefusalCodes.Currency] = Topic.Value,
        [RefusalCodes.NoDiscount] = Topic.Value,
        [RefusalCodes.NoEligibleItems] = Topic.Products,
        [RefusalCodes.MinimumSubtotal] = Topic.Minimum,
        [RefusalCodes.MinimumQuantity] = Topic.Quantity,
        [RefusalCodes.Channel] = Topic.Channel,
        [RefusalCodes.Region] = Topic.Channel,
        [RefusalCodes.NotCombinable] = Topic.Combining,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The topic of a reason.</summary>
    /// <exception cref="KeyNotFoundException">The code is none of <see cref="RefusalCodes"/>.</exception>
    internal static Topic TopicOf(string reason) => Topics[reason];
}
