using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class ClaimFactsTests
{
    [Fact]
    public void Amount_OfAnEntitlement_IsTheEntitlement() =>
        Assert.Equal(500, (GivenClaim.Facts() with { WithoutExpiry = 700, RequestedAmount = 900 }).Amount);

    [Theory]
    [InlineData(ClaimKind.ExpiredCode, new[] { "expired", "channel" }, 700)]
    [InlineData(ClaimKind.MissedCode, new[] { "expired" }, 700)]
    [InlineData(ClaimKind.MissedCode, new[] { "expired", "channel" }, 900)]
    [InlineData(ClaimKind.RejectedCode, new[] { "channel" }, 900)]
    public void Amount_WithoutEntitlement_CountsTheExpiredCodeOnlyWhereExpiryIsWhatTheClaimIsAbout(ClaimKind kind, string[] refusals, long amount) =>
        Assert.Equal(amount, (GivenClaim.Facts(kind) with { Entitlement = null, WithoutExpiry = 700, Refusals = refusals, RequestedAmount = 900 }).Amount);

    [Fact]
    public void Amount_WithNothingToGoBy_IsZero() =>
        Assert.Equal(0, (GivenClaim.Facts() with { Entitlement = null, WithoutExpiry = null, RequestedAmount = null }).Amount);

    [Fact]
    public void HoursPastExpiry_OfAnOrderBeforeTheEnd_AreNotThere()
    {
        var facts = GivenClaim.Facts();

        Assert.Null((facts with { CodeEndsAt = GivenClaim.PlacedAt.AddTicks(1) }).HoursPastExpiry);
        Assert.Equal(0, (facts with { CodeEndsAt = GivenClaim.PlacedAt }).HoursPastExpiry);
        Assert.Equal(1.5m, (facts with { CodeEndsAt = GivenClaim.PlacedAt.AddMinutes(-90) }).HoursPastExpiry);
    }

    [Fact]
    public void PolicyFacts_EachOfThem_ReadsAndSpeaksOfEmptyFacts()
    {
        var empty = new PromoFunctions.Domain.Claims.Deciding.ClaimFacts { Kind = ClaimKind.Complaint, Currency = "EUR", ReceivedAt = GivenClaim.ReceivedAt };

        foreach (var fact in PolicyFacts.All)
        {
            Assert.Equal(!fact.CanBeUnknown, fact.Read(empty).IsKnown);
            _ = fact.Sentence(empty);
        }
    }
}
