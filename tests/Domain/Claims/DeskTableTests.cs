using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed partial class DeskTableTests
{
    private const string Code = "JANEABCDEFGH";

    public static TheoryData<int, string> Rows()
    {
        var rows = new TheoryData<int, string>();
        for (var i = 0; i < DeskTable.Rows.Count; i++)
        {
            rows.Add(i, $"{DeskTable.Rows[i].Language}: {DeskTable.Rows[i].Situation}");
        }

        return rows;
    }

    [Fact]
    public void Table_AsAWhole_MeetsEveryRuleInBothLanguages()
    {
        Assert.InRange(DeskTable.Rows.Count, 60, 200);
        foreach (var rule in GivenClaim.Written.Policy.Rules)
        {
            Assert.Contains(DeskTable.Rows, row => row.Rule == rule.Name && row.Language == "en");
            Assert.Contains(DeskTable.Rows, row => row.Rule == rule.Name && row.Language == "de");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void WrittenPolicy_OnEachRow_DecidesAsTheTableSays(int row, string situation)
    {
        var expected = DeskTable.Rows[row];

        var ruling = DecideClaim.By(expected.Facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.True(expected.Rule == ruling.Decision.Rule, $"{situation}: expected {expected.Rule}, got {ruling.Decision.Rule}.");
        Assert.Equal(expected.Outcome, ruling.Decision.Outcome);
        Assert.Equal(expected.Amount, ruling.Decision.Amount);
        Assert.Equal(expected.Remedies, ruling.ToGive.Select(remedy => WireOf(remedy, ruling)));
        Assert.Equal(expected.Rationale, ruling.Decision.Rationale);
        Assert.Equal(expected.Outcome == ClaimOutcome.Escalated ? ClaimComplexity.High : ClaimComplexity.Low, ruling.Decision.Complexity);
        Assert.Equal(expected.Facts.TermsVersion, ruling.Decision.TermsVersion);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Decision_OfEachRow_IsTheSameFromWhatIsKept(int row, string situation)
    {
        var facts = DeskTable.Rows[row].Facts;
        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        var kept = KeptJson.Read<ClaimRuling>(KeptJson.Write(ruling));
        var again = DecideClaim.By(KeptJson.Read<ClaimFacts>(KeptJson.Write(facts)), GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.True(KeptJson.Write(kept) == KeptJson.Write(again), situation);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Reply_ToEachRow_IsConcreteNamesNoThresholdAndOffersAWayOn(int row, string situation)
    {
        var expected = DeskTable.Rows[row];
        var ruling = DecideClaim.By(expected.Facts, GivenClaim.Written, GivenClaim.ReceivedAt);
        var claim = ClaimOf(expected);
        var phrases = expected.Language == "en" ? Phrases.English : Phrases.German;
        var answerBy = new DateTimeOffset(2026, 7, 3, 12, 30, 0, TimeSpan.Zero);
        var remedies = RemediesOf(ruling);

        var text = WriteReply.To(claim, expected.Facts, ruling, remedies, expected.Outcome == ClaimOutcome.Escalated ? answerBy : null).Text;

        Assert.StartsWith(expected.Language == "en" ? "Hello Jane,\n\n" : "Guten Tag Jane,\n\n", text, StringComparison.Ordinal);
        if (claim.Order is not null)
        {
            Assert.Contains("o-1001", text, StringComparison.Ordinal);
            Assert.Contains("SUMMER20", text, StringComparison.Ordinal);
        }

        if (ruling.Pays)
        {
            Assert.Contains(phrases.Money(expected.Amount, Currency.Of(expected.Facts.Currency)), text, StringComparison.Ordinal);
        }

        foreach (var code in remedies.OfType<Remedy.OwnCode>())
        {
            Assert.Contains($"\n\n    {Code}\n\n", text, StringComparison.Ordinal);
            Assert.Contains(expected.Language == "en" ? "It works once, until 1 August 2026, 14:00." : "Er gilt einmal, bis 1. August 2026, 14:00 Uhr.", text, StringComparison.Ordinal);
            Assert.Contains(code.Summary, text, StringComparison.Ordinal);
        }

        if (expected.Outcome == ClaimOutcome.Denied)
        {
            Assert.Contains(remedies, remedy => remedy is Remedy.OwnCode ? text.Contains(Code, StringComparison.Ordinal) : text.Contains("https://shop.example/news", StringComparison.Ordinal));
        }

        if (expected.Outcome == ClaimOutcome.Escalated)
        {
            Assert.Contains(expected.Language == "en" ? "3 July 2026, 14:30" : "3. Juli 2026, 14:30 Uhr", text, StringComparison.Ordinal);
        }

        Assert.True(Leftovers(text, expected, ruling, phrases) is [], $"{situation}: {string.Join(" ", Leftovers(text, expected, ruling, phrases))} in: {text}");
        Assert.DoesNotContain(ruling.Decision.Rule, text, StringComparison.Ordinal);
    }

    /// <summary>Every number of a reply that is none of the customer's own: names of codes and orders, dates, what is paid, what a code gives.</summary>
    private static string[] Leftovers(string text, DeskRow row, ClaimRuling ruling, Phrases phrases)
    {
        text = text.Replace("SUMMER20", "", StringComparison.Ordinal).Replace("o-1001", "", StringComparison.Ordinal);
        if (ruling.Pays)
        {
            text = text.Replace(phrases.Money(row.Amount, Currency.Of(row.Facts.Currency)), "", StringComparison.Ordinal);
        }

        if (ruling.Gift is not null || ruling.ToGive.Contains(PolicyRemedy.Resend))
        {
            text = text.Replace(SummaryOf(ruling), "", StringComparison.Ordinal);
        }

        return [.. Number().Matches(Date().Replace(text, "")).Select(match => match.Value)];
    }

    private static string SummaryOf(ClaimRuling ruling) => ruling.Gift is { } gift ? $"{gift.Percent}% off your order" : "7% off your order";

    private static Remedy[] RemediesOf(ClaimRuling ruling)
    {
        var until = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
        return [.. ruling.ToGive.Select(remedy => remedy switch
        {
            PolicyRemedy.RefundEntitlement or PolicyRemedy.RefundWithoutExpiry => (Remedy)new Remedy.Refund(ruling.Decision.Amount, "r"),
            PolicyRemedy.Alternative => new Remedy.Newsletter("https://shop.example/news"),
            PolicyRemedy.Resend => new Remedy.SentAgain("key", SummaryOf(ruling), until) { Code = Code },
            PolicyRemedy.GoodwillCode or PolicyRemedy.RecoveryCode => new Remedy.NewCode("key", SummaryOf(ruling), until) { Code = Code },
            _ => throw new InvalidOperationException("No such remedy."),
        })];
    }

    private static string WireOf(PolicyRemedy remedy, ClaimRuling ruling) => remedy switch
    {
        PolicyRemedy.RefundEntitlement or PolicyRemedy.RefundWithoutExpiry => "refund",
        PolicyRemedy.Alternative => "alternative",
        PolicyRemedy.Resend => "resend",
        PolicyRemedy.GoodwillCode or PolicyRemedy.RecoveryCode => $"code: {ruling.Gift?.Percent}% for {ruling.Gift?.Days} days",
        _ => throw new InvalidOperationException("No such remedy."),
    };

    private static Claim ClaimOf(DeskRow row)
    {
        var json = GivenClaim.Json(Vocabulary<ClaimKind>.Words[row.Facts.Kind]).With("language", row.Language);
        if (!row.Facts.Kind.NeedsOrder() && row.Facts.Settled is null)
        {
            json = json.Without("order", "code", "requestedAmount").With("currency", row.Facts.Currency);
        }
        else if (json["order"]?["cart"] is JsonObject cart)
        {
            cart["currency"] = row.Facts.Currency;
        }

        return GivenClaim.Of(json);
    }

    [GeneratedRegex(@"\d{1,2}\.? (July|Juli|June|Juni|August|May|Mai) 2026, \d\d:\d\d")]
    private static partial Regex Date();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
