using System.Globalization;
using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.Domain.Tests.Campaigns;

public sealed class CampaignTests
{
    private static readonly string Original = Given.DefinitionJson(Given.PercentOff("20"));

    private static readonly DateTimeOffset Start = At("2026-05-31T22:00:00Z");
    private static readonly DateTimeOffset Saved = At("2026-07-10T09:00:00Z");

    [Fact]
    public void Create_ACampaign_CountsFromItsStart()
    {
        var campaign = Given.Campaign("summer", Original);

        Assert.Equal((1, 1, Start), (campaign.Revision, campaign.Latest.Number, campaign.Latest.CountsFrom));
        Assert.Null(campaign.TermsAt(Start.AddTicks(-1)));
        Assert.Equal(1, campaign.TermsAt(Start)?.Number);
        Assert.Equal(1, campaign.TermsAt(At("2030-01-01T00:00:00Z"))?.Number);
    }

    [Theory]
    [InlineData("\"name\": \"A campaign\"", "\"name\": \"Another\"")]
    [InlineData("\"goal\": \"retention\"", "\"goal\": \"goodwill\"")]
    [InlineData("\"status\": \"active\"", "\"status\": \"paused\"")]
    [InlineData("\"limits\": {}", "\"limits\": { \"total\": 5 }")]
    [InlineData("\"announce\": false", "\"announce\": true")]
    [InlineData("\"announce\": false", "\"offer\": { \"occasions\": [\"welcome\"], \"validHours\": 336, \"oncePer\": \"customer\" }")]
    [InlineData("2026-06-01T00:00:00+02:00", "2026-05-31T22:00:00Z")]
    [InlineData("\"percent\": 20", "\"percent\": 20.0")]
    public void Change_WhatIsNoTerm_KeepsTheVersion(string part, string instead)
    {
        var campaign = Change(Given.Campaign("summer", Original), part, instead);

        Assert.Equal((2, 1), (campaign.Revision, campaign.Versions.Count));
    }

    [Theory]
    [InlineData("\"EUR\"", "\"USD\"")]
    [InlineData("2026-06-01T00:00:00+02:00", "2026-06-02T00:00:00+02:00")]
    [InlineData("2026-09-01T00:00:00+02:00", "2026-09-01T00:00:01+02:00")]
    [InlineData("Europe/Berlin", "Europe/Paris")]
    [InlineData("\"percent\": 20", "\"percent\": 21")]
    [InlineData("\"conditions\": []", "\"conditions\": [ { \"kind\": \"new-customer\" } ]")]
    [InlineData("\"combinesWith\": []", "\"combinesWith\": [\"shipping\"]")]
    public void Change_ATerm_IsAVersionThatCountsFromItsSaving(string part, string instead)
    {
        var campaign = Change(Given.Campaign("summer", Original), part, instead);

        Assert.Equal((2, 2, Saved), (campaign.Revision, campaign.Latest.Number, campaign.Latest.CountsFrom));
        Assert.Equal(1, campaign.TermsAt(Saved.AddTicks(-1))?.Number);
        Assert.Equal(2, campaign.TermsAt(Saved)?.Number);
    }

    [Fact]
    public void Change_ALaterStart_CountsFromThatStart()
    {
        var campaign = Change(Given.Campaign("summer", Original), "2026-06-01T00:00:00+02:00", "2026-08-01T00:00:00+02:00");

        Assert.Equal(At("2026-07-31T22:00:00Z"), campaign.Latest.CountsFrom);
        Assert.Equal(1, campaign.TermsAt(At("2026-07-31T21:59:59Z"))?.Number);
    }

    [Fact]
    public void TermsAt_AVersionThatWasReplacedBeforeItCounted_NeverCounts()
    {
        var campaign = Change(Given.Campaign("summer", Original), "2026-06-01T00:00:00+02:00", "2026-08-01T00:00:00+02:00");
        campaign = Change(campaign, "\"percent\": 20", "\"percent\": 30");

        Assert.Equal(3, campaign.TermsAt(At("2026-08-15T00:00:00Z"))?.Number);
    }

    [Fact]
    public void TermsAt_AStartThatWasPutOffBeforeItCame_IsNothingUntilTheNewOne()
    {
        var campaign = Change(Given.Campaign("summer", Original.Replace("2026-06-01T00", "2026-08-01T00", StringComparison.Ordinal)), "2026-06-01T00", "2026-08-15T00");

        Assert.Null(campaign.TermsAt(At("2026-08-14T21:59:59Z")));
        Assert.Equal(2, campaign.TermsAt(At("2026-08-14T22:00:00Z"))?.Number);
        Assert.Equal(At("2026-08-14T22:00:00Z"), campaign.TermsAtOrFirst(At("2026-08-10T00:00:00Z")).Terms.StartsAt);
    }

    [Fact]
    public void TermsAt_AnAnnouncedChangeThatWasPutOff_LeavesWhatCountedBeforeIt()
    {
        var campaign = Change(Given.Campaign("summer", Original), "2026-06-01T00", "2026-08-01T00");
        campaign = Change(campaign, "2026-06-01T00", "2026-08-15T00");

        Assert.Equal(1, campaign.TermsAt(At("2026-08-10T00:00:00Z"))?.Number);
        Assert.Equal(3, campaign.TermsAt(At("2026-08-15T00:00:00Z"))?.Number);
    }

    [Fact]
    public void TermsAt_AVersionThatBeganAtTheVeryInstantOfItsReplacement_Counts()
    {
        var campaign = Given.Campaign("summer", Original.Replace("2026-06-01T00:00:00+02:00", "2026-07-10T09:00:00Z", StringComparison.Ordinal));
        campaign = Change(campaign, "2026-06-01T00", "2026-08-15T00");

        Assert.Equal(1, campaign.TermsAt(Saved)?.Number);
    }

    [Fact]
    public void TermsAtOrFirst_BeforeAVersionThatWasSavedAfterItsOwnStart_StartsWhenItCounts()
    {
        var campaign = Given.Campaign("summer", Original.Replace("2026-06-01T00", "2026-08-01T00", StringComparison.Ordinal));
        campaign = Change(campaign, "\"percent\": 20", "\"percent\": 30");

        Assert.Equal((2, Saved), (campaign.TermsAtOrFirst(Saved.AddDays(-1)).Number, campaign.TermsAtOrFirst(Saved.AddDays(-1)).Terms.StartsAt));
    }

    [Fact]
    public void StatusAt_AChangedStatus_CountsFromItsSaving()
    {
        var campaign = Change(Given.Campaign("summer", Original), "\"status\": \"active\"", "\"status\": \"ended\"");
        campaign = Change(campaign, "\"status\": \"active\"", "\"status\": \"ended\"");

        Assert.Equal(2, campaign.Statuses.Count);
        Assert.Equal(CampaignStatus.Active, campaign.StatusAt(Start.AddYears(-1)));
        Assert.Equal(CampaignStatus.Active, campaign.StatusAt(Saved.AddTicks(-1)));
        Assert.Equal(CampaignStatus.Ended, campaign.StatusAt(Saved));
    }

    [Theory]
    [InlineData("\"percent\": 20", "\"percent\": 21")]
    [InlineData("\"status\": \"active\"", "\"status\": \"paused\"")]
    public void ChangedAt_AfterAChangeOfTermsOrStatus_IsItsSaving(string part, string instead) =>
        Assert.Equal(Saved, Change(Given.Campaign("summer", Original), part, instead).ChangedAt);

    [Theory]
    [InlineData("\"name\": \"A campaign\"", "\"name\": \"Another\"")]
    [InlineData("2026-06-01T00:00:00+02:00", "2026-08-01T00:00:00+02:00")]
    public void ChangedAt_WithoutAnyOrOfWhatIsYetToCome_IsUnknown(string part, string instead)
    {
        var campaign = Given.Campaign("summer", Original);

        Assert.Null(campaign.ChangedAt);
        Assert.Null(Change(campaign, part, instead).ChangedAt);
    }

    [Fact]
    public void Restore_WhatWasStored_IsTheSameCampaign()
    {
        var campaign = Change(Given.Campaign("summer", Original), "\"percent\": 20", "\"percent\": 21");
        var definition = Given.Value(Given.Json(campaign.Definition.Write), CampaignDefinition.Read);
        var versions = campaign.Versions.Select(version => Given.Value(Given.Json(version.Write), CampaignVersion.Read)).ToArray();

        var restored = Campaign.Restore(campaign.Id, campaign.Revision, definition, versions);

        Assert.Equal(Json(campaign), Json(restored));
        Assert.Equal(campaign.Versions.Select(version => version.CountsFrom), restored.Versions.Select(version => version.CountsFrom));
    }

    [Fact]
    public void Restore_VersionsWithAGapOrNone_Throws()
    {
        var campaign = Given.Campaign("summer", Original);

        Assert.Throws<ArgumentException>(() => Campaign.Restore(campaign.Id, 1, campaign.Definition, []));
        Assert.Throws<ArgumentException>(() => Campaign.Restore(campaign.Id, 1, campaign.Definition, [campaign.Latest with { Number = 2 }]));
    }

    private static Campaign Change(Campaign campaign, string part, string instead)
    {
        Assert.Contains(part, Original, StringComparison.Ordinal);
        return campaign.Change(Given.Value(Original.Replace(part, instead, StringComparison.Ordinal), CampaignDefinition.Read), Saved);
    }

    private static string Json(Campaign campaign) =>
        Given.Json(campaign.Definition.Write) + string.Concat(campaign.Versions.Select(version => Given.Json(version.Write)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
