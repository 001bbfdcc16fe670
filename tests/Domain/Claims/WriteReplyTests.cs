using System.Text.Json.Nodes;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class WriteReplyTests
{
    private static readonly Remedy[] WaysOn =
    [
        new Remedy.RunningCode("WELCOME10", "10% off"), new Remedy.AnnouncedCampaign("AUTUMN", "5% off tea"),
        new Remedy.Newsletter(null), new Remedy.LoyaltyProgramme("https://shop.example/club"),
    ];

    public static TheoryData<string, ClaimFacts> Situations()
    {
        var facts = GivenClaim.Facts();
        var denied = facts with { Entitlement = null, WithoutExpiry = null, LimitLeft = true };
        var situations = new TheoryData<string, ClaimFacts>();
        foreach (var language in (string[])["en", "de"])
        {
            situations.Add(language, facts);
            situations.Add(language, GivenClaim.Expired(TimeSpan.FromHours(1), 200));
            situations.Add(language, GivenClaim.Expired(TimeSpan.FromDays(3), 200));
            situations.Add(language, facts with { Settled = new(GivenClaim.PlacedAt, false) });
            situations.Add(language, facts with { Settled = new(GivenClaim.PlacedAt, true) });
            situations.Add(language, facts with { ReceivedAt = GivenClaim.PlacedAt.AddDays(20) });
            situations.Add(language, facts with { LimitLeft = false });
            situations.Add(language, denied with { CodeKnown = false, Refusals = ["unknown-code"] });
            situations.Add(language, denied with { Refusals = ["minimum-subtotal", "channel"] });
            foreach (var kind in (ClaimKind[])[ClaimKind.MissingCode, ClaimKind.Complaint, ClaimKind.DiscountRequest, ClaimKind.ExpiredCode])
            {
                situations.Add(language, facts with { Kind = kind });
            }
        }

        return situations;
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void Reply_InEverySituation_GreetsSaysWhyAndOffersAWayOn(string language, ClaimFacts facts)
    {
        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);
        var claim = ClaimOf(language, facts.Kind);

        var reply = WriteReply.To(claim, facts, ruling, ruling.Pays ? [new Remedy.Refund(ruling.Decision.Amount, "r-1")] : WaysOn, answerBy: null);

        var paragraphs = reply.Text.Split("\n\n");
        Assert.Contains("o-1001", reply.Subject, StringComparison.Ordinal);
        Assert.StartsWith(language == "en" ? "Hello Jane," : "Guten Tag Jane,", reply.Text, StringComparison.Ordinal);
        Assert.Equal(ruling.Pays ? 4 : 5, paragraphs.Length);
        Assert.True(paragraphs[1].Length > 60, paragraphs[1]);
        if (ruling.Pays)
        {
            Assert.Contains(language == "en" ? "€" + (ruling.Decision.Amount / 100) + ".00" : (ruling.Decision.Amount / 100) + ",00\u00A0€", reply.Text, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(5, paragraphs[2].Split('\n').Length);
        }
    }

    [Theory]
    [InlineData("en", "had not ended when you placed order o-1001", "If the checkout refused it, or it was left out, tell us so")]
    [InlineData("de", "war noch nicht abgelaufen, als Sie die Bestellung o-1001 aufgegeben haben", "Hat die Kasse ihn abgelehnt, oder wurde er nicht eingegeben")]
    public void Reply_AboutAnExpiredCodeThatHadNotExpired_SaysSoAndWhatWouldHelp(string language, string why, string way)
    {
        var facts = GivenClaim.Facts(ClaimKind.ExpiredCode);
        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        var reply = WriteReply.To(ClaimOf(language, facts.Kind), facts, ruling, WaysOn, answerBy: null);

        Assert.Contains(why, reply.Text, StringComparison.Ordinal);
        Assert.Contains(way, reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void Reply_InEverySituation_QuotesNoThreshold(string language, ClaimFacts facts)
    {
        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        var reply = WriteReply.To(ClaimOf(language, facts.Kind), facts, ruling, [], null);

        foreach (var threshold in (string[])["14", "24", "25.00", "25,00", "100.00", "100,00"])
        {
            Assert.DoesNotContain(threshold, reply.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(ruling.Decision.Rule, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reply_ToEachRefusal_SaysItInBothLanguages()
    {
        var codes = typeof(RefusalCodes).GetFields().Select(field => (string?)field.GetValue(null) ?? "").Order().ToList();
        Assert.NotEmpty(codes);
        foreach (var code in codes)
        {
            var facts = GivenClaim.Facts() with { Entitlement = null, WithoutExpiry = null, Refusals = [code] };
            var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);
            var english = WriteReply.To(ClaimOf("en", facts.Kind), facts, ruling, [], null).Text;
            var german = WriteReply.To(ClaimOf("de", facts.Kind), facts, ruling, [], null).Text;

            Assert.DoesNotContain(code + " ", english, StringComparison.Ordinal);
            Assert.NotEqual(english, german);
        }
    }

    [Theory]
    [InlineData("en", "again,", "sorry that we have let you down,")]
    [InlineData("de", "erneut", "dass wir Sie enttäuscht haben,")]
    public void Reply_ToAFirstComplaintThatIsEscalated_DoesNotSpeakOfAnEarlierOne(string language, string earlier, string sorry)
    {
        var facts = GivenClaim.Facts(ClaimKind.Complaint) with { Entitlement = null, RequestedAmount = 20_000 };
        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        var reply = WriteReply.To(ClaimOf(language, facts.Kind), facts, ruling, [], answerBy: null);

        Assert.Equal("significant-amount", ruling.Decision.Rule);
        Assert.Contains(sorry, reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(earlier, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reply_ToACustomerWithoutName_GreetsAllTheSame()
    {
        var claim = GivenClaim.Of(GivenClaim.Json().With("customer", new JsonObject { ["id"] = "c-17" }));
        var ruling = DecideClaim.By(GivenClaim.Facts(), GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.StartsWith("Hello,", WriteReply.To(claim, GivenClaim.Facts(), ruling, [], null).Text, StringComparison.Ordinal);
    }

    private static Claim ClaimOf(string language, ClaimKind kind) =>
        GivenClaim.Of(GivenClaim.Json(PromoFunctions.Domain.Reading.Vocabulary<ClaimKind>.Words[kind]).With("language", language));
}
