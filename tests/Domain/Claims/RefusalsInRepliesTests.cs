using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Tests.Claims;

/// <summary>What a reply tells of the refusals that our own records show.</summary>
public sealed class RefusalsInRepliesTests
{
    private static readonly DateTimeOffset Earlier = GivenClaim.PlacedAt.AddHours(-3);
    private static readonly DateTimeOffset Last = GivenClaim.PlacedAt.AddMinutes(-20);

    private static readonly ClaimFacts Denied = GivenClaim.Facts(ClaimKind.RejectedCode) with { Entitlement = null, WithoutExpiry = null, Refusals = ["minimum-subtotal"] };

    private static RefusedAttempt TooSmall(DateTimeOffset at) => new(at, ["minimum-subtotal"], false);

    [Theory]
    [InlineData("en", "Our records show that SUMMER20 was refused on 2 July 2026, 11:40, because the goods in the cart did not come to the amount that it asks for.")]
    [InlineData("de", "Nach unseren Aufzeichnungen wurde SUMMER20 am 2. Juli 2026, 11:40 Uhr abgelehnt, denn die Waren im Warenkorb erreichten den nötigen Betrag nicht.")]
    public void Denial_OfACodeThatWeRefused_SaysSoAndWhy(string language, string expected)
    {
        Assert.Contains(expected, Paragraphs(language, Denied with { RefusedAttempts = [TooSmall(Last)] }));
    }

    [Theory]
    [InlineData("en", "Our records show that SUMMER20 was refused more than once before your order, last on 2 July 2026, 11:40, because it had ended and it is for orders made another way.")]
    [InlineData("de", "Nach unseren Aufzeichnungen wurde SUMMER20 vor Ihrer Bestellung mehrmals, zuletzt am 2. Juli 2026, 11:40 Uhr abgelehnt, denn er war abgelaufen und er gilt für einen anderen Bestellweg.")]
    public void Denial_OfACodeThatWeRefusedOften_TellsOfTheLastTime(string language, string expected)
    {
        Assert.Contains(expected, Paragraphs(language, Denied with { RefusedAttempts = [new(Last, ["expired", "channel"], false), TooSmall(Earlier)] }));
    }

    [Theory]
    [InlineData("en", "Our records show that SUMMER20 was refused on 2 July 2026, 11:40, because the goods in the cart did not come to the amount that it asks for; the order that you then placed meets its terms.")]
    [InlineData("de", "Nach unseren Aufzeichnungen wurde SUMMER20 am 2. Juli 2026, 11:40 Uhr abgelehnt, denn die Waren im Warenkorb erreichten den nötigen Betrag nicht; die Bestellung, die Sie dann aufgegeben haben, erfüllt seine Bedingungen.")]
    public void Approval_OfAnOrderThatMetTheTermsLater_SaysThatTheEarlierCartDidNot(string language, string expected)
    {
        Assert.Contains(expected, Paragraphs(language, GivenClaim.Facts(ClaimKind.RejectedCode) with { RefusedAttempts = [TooSmall(Last)] }));
    }

    [Theory]
    [InlineData("en", "Our own records show that you entered the code on 2 July 2026, 11:40, and it looks as though it should have worked.")]
    [InlineData("de", "Nach unseren eigenen Aufzeichnungen haben Sie den Code am 2. Juli 2026, 11:40 Uhr eingegeben, und es sieht so aus, als hätte er gelten müssen.")]
    public void Escalation_OfAWrongRefusal_SaysWhenItWasAndNotThatItWasRight(string language, string expected)
    {
        var paragraphs = Paragraphs(language, Denied with { RefusedAttempts = [TooSmall(Last) with { Wrong = true }, TooSmall(Earlier)] });

        Assert.Contains(paragraphs, paragraph => paragraph.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(paragraphs, paragraph => paragraph.Contains(language == "en" ? "refused" : "abgelehnt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "Our records show that SUMMER20 was refused on 2 July 2026, 11:40,")]
    [InlineData("de", "Nach unseren Aufzeichnungen wurde SUMMER20 am 2. Juli 2026, 11:40 Uhr abgelehnt,")]
    public void Escalation_OfARightRefusal_SaysSo(string language, string expected)
    {
        Assert.Contains(
            Paragraphs(language, Denied with { PriorClaims90 = 5, RefusedAttempts = [TooSmall(Last)] }),
            paragraph => paragraph.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", ClaimOutcome.Denied, true)]
    [InlineData("de", ClaimOutcome.Denied, true)]
    [InlineData("en", ClaimOutcome.Approved, false)]
    public void PersonsDecision_AboutARightRefusal_SaysSoWhenItDenies(string language, ClaimOutcome outcome, bool told)
    {
        var facts = Denied with { PriorClaims90 = 5, RefusedAttempts = [TooSmall(Last)] };
        var decision = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt).Decision with { Outcome = outcome, Amount = outcome == ClaimOutcome.Approved ? 500 : 0 };

        var text = WriteAgentReply.To(ClaimOf(language), facts, decision, []).Text;

        Assert.Equal(told, text.Contains(language == "en" ? "Our records show that SUMMER20 was refused" : "Nach unseren Aufzeichnungen wurde SUMMER20", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Refusal_ForEachReason_IsSaidInWordsOfTheLanguage(string language)
    {
        foreach (var code in typeof(RefusalCodes).GetFields().Select(field => (string?)field.GetValue(null) ?? ""))
        {
            var told = Paragraphs(language, Denied with { RefusedAttempts = [new(Last, [code], false)] })
                .Single(paragraph => paragraph.StartsWith(language == "en" ? "Our records" : "Nach unseren", StringComparison.Ordinal));

            Assert.False(code.Contains('-', StringComparison.Ordinal) && told.Contains(code, StringComparison.Ordinal), told);
            Assert.True(told.Length > 80, told);
        }
    }

    [Theory]
    [InlineData(ClaimKind.MissedCode)]
    [InlineData(ClaimKind.ExpiredCode)]
    public void Reply_ToAClaimOfAnotherKind_TellsOfNoRefusal(ClaimKind kind)
    {
        var facts = Denied with { Kind = kind, RefusedAttempts = [TooSmall(Last)] };
        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.DoesNotContain("was refused", WriteReply.To(ClaimOf("en", kind), facts, ruling, [], null).Text, StringComparison.Ordinal);
    }

    private static string[] Paragraphs(string language, ClaimFacts facts) =>
        WriteReply.To(ClaimOf(language), facts, DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt), [], null).Text.Split("\n\n");

    private static Claim ClaimOf(string language, ClaimKind kind = ClaimKind.RejectedCode) =>
        GivenClaim.Of(GivenClaim.Json(PromoFunctions.Domain.Reading.Vocabulary<ClaimKind>.Words[kind]).With("language", language));
}
