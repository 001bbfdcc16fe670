using PromoFunctions.Domain.Claims.Deciding;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class AgentVerdictTests
{
    [Theory]
    [InlineData("maybe")]
    [InlineData("escalated")]
    [InlineData("Approved")]
    public void Read_AnotherOutcome_SaysWhichThereAre(string outcome) =>
        Assert.Equal(
            ["/outcome must be one of approved, denied."],
            Given.Errors($$"""{ "outcome": "{{outcome}}", "agent": "lee", "rationale": "The checkout was down." }""", AgentVerdict.Read));

    [Fact]
    public void Read_NoOutcome_IsRefused() =>
        Assert.Equal(["/outcome is required."], Given.Errors("""{ "agent": "lee", "rationale": "The checkout was down." }""", AgentVerdict.Read));
}
