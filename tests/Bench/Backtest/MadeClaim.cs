using System.Globalization;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.Bench.Backtest;

/// <summary>A claim about a code on an order, made up from a seed; close to every boundary of <see cref="TriedPolicy"/>.</summary>
internal sealed record MadeClaim(
    string Id,
    ClaimKind Kind,
    string Currency,
    DateTimeOffset ReceivedAt,
    TimeSpan OrderAge,
    TimeSpan? PastEnd,
    long? Discount,
    bool Settled,
    bool LimitLeft,
    int Prior90,
    int Prior365,
    bool Decided)
{
    private static readonly ClaimKind[] Kinds = [ClaimKind.MissedCode, ClaimKind.RejectedCode, ClaimKind.ExpiredCode];

    // Amounts at, above and below what the two policies ask for in euros, times 1, 2 and 4 as in their currencies.
    private static readonly long[] Worths = [1, 500, 2_499, 2_500, 2_501, 3_000, 3_001, 5_000, 8_999, 9_000, 9_999, 10_000, 20_000];
    private static readonly int[] AgesInHours = [1, 24, 335, 336, 337, 503, 504, 505, 2_000];
    private static readonly int[] PastInMinutes = [0, 60, 719, 720, 721, 1_439, 1_440, 1_441, 10_000];

    /// <summary>The first instant of all.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>That many, a tenth of a second apart.</summary>
    public static IReadOnlyList<MadeClaim> Many(int count, int seed)
    {
        var random = new Random(seed);
        string[] currencies = [.. TriedPolicy.Currencies];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var currency = random.Next(currencies.Length);
            var prior = random.Next(10) switch { < 6 => 0, var n => n - 5 };
            return new MadeClaim(
                string.Create(CultureInfo.InvariantCulture, $"made-{seed}-{i:D6}"),
                Kinds[random.Next(Kinds.Length)],
                currencies[currency],
                Start.AddMilliseconds(100L * i),
                TimeSpan.FromHours(AgesInHours[random.Next(AgesInHours.Length)]),
                random.Next(2) == 0 ? TimeSpan.FromMinutes(PastInMinutes[random.Next(PastInMinutes.Length)]) : null,
                random.Next(10) == 0 ? null : Worths[random.Next(Worths.Length)] << currency,
                random.Next(20) == 0,
                random.Next(10) != 0,
                Math.Min(prior, random.Next(6)),
                prior,
                random.Next(40) != 0);
        })];
    }

    /// <summary>The claim as the desk keeps it once the policy has decided it.</summary>
    /// <param name="policy">The policy.</param>
    public ClaimState ToState(PolicyVersion policy)
    {
        var placedAt = ReceivedAt - OrderAge;
        var facts = new ClaimFacts
        {
            Kind = Kind,
            Currency = Currency,
            ReceivedAt = ReceivedAt,
            CodeKnown = true,
            CampaignId = "made",
            TermsVersion = 1,
            OrderPlacedAt = placedAt,
            CodeEndsAt = PastEnd is { } past ? placedAt - past : placedAt.AddDays(1),
            Entitlement = PastEnd is null ? Discount : null,
            Refusals = PastEnd is null ? (Discount is null ? ["no-eligible-items"] : []) : ["expired"],
            WithoutExpiry = Discount,
            LimitLeft = LimitLeft,
            Settled = Settled ? new Settlement(placedAt, false) : null,
            PriorClaims90 = Prior90,
            PriorClaims365 = Prior365,
        };
        var ruling = DecideClaim.By(facts, policy, ReceivedAt.AddMinutes(1));
        if (!Decided)
        {
            // One of those that wait: before anything was gathered, with an intent, or for good.
            return ReceivedAt.Second % 3 == 0 ? ClaimState.Queued
                : new ClaimState(ReceivedAt.Second % 3 == 1 ? ClaimStatus.Queued : ClaimStatus.Failed) { Facts = facts, Ruling = ruling };
        }

        // Some of those that were passed to a person were decided by that person since.
        var status = ruling.Decision.Outcome.ToStatus();
        return new ClaimState(status == ClaimStatus.Escalated && ReceivedAt.Second % 2 == 0 ? ClaimStatus.Approved : status) { Facts = facts, Ruling = ruling };
    }
}
