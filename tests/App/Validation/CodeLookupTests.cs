using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Tests.Validation;

public sealed class CodeLookupTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Present_OfAClockBehindAChange_IsTheChange(int savedAfter, int presentAfter)
    {
        var paused = Sample.Campaign();
        paused["status"] = "paused";
        var campaign = Campaign.Create(CampaignId.Parse("m"), Read(Sample.Campaign())).Change(Read(paused), Now.AddSeconds(savedAfter));

        var present = CodeLookup.Present(new Stopped(), [new Candidate(PromoCode.Parse("UNKNOWN"), null), new Candidate(PromoCode.Parse("KNOWN"), campaign)]);

        Assert.Equal(Now.AddSeconds(presentAfter), present);
        Assert.Equal(CampaignStatus.Paused, campaign.StatusAt(present));
    }

    private static CampaignDefinition Read(JsonObject body) =>
        JsonInput.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), new InputErrors(), CampaignDefinition.Read) ?? throw new InvalidOperationException("The sample is valid.");

    /// <summary>A clock that stands.</summary>
    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
