namespace PromoFunctions.Bench.Soak;

/// <summary>What happened over all campaigns, in numbers and minor units.</summary>
/// <param name="Redemptions">Gross, retroactive ones included.</param>
/// <param name="Retroactive">Of these, by claims.</param>
/// <param name="Discount">Gross.</param>
/// <param name="Refunds">Refunds made.</param>
internal sealed record SoakSums(long Redemptions, long Retroactive, long Discount, long Refunds);
