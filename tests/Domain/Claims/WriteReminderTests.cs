using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class WriteReminderTests
{
    private static readonly ClaimRecord Claim = new(ClaimId.Parse("t-889-1"), GivenClaim.ReceivedAt, ClaimKind.MissedCode, "kim", null, ClaimState.Queued, "1");

    [Theory]
    [InlineData("en", "Tea: claim t-889-1 is overdue", "Claim t-889-1 (missed-code) was passed to a person, and should have been decided by 3 July 2026, 12:00 (UTC). It was sent by kim.")]
    [InlineData("de", "Tea: Reklamation t-889-1 ist überfällig", "Die Reklamation t-889-1 (missed-code) wurde an einen Menschen gegeben und hätte bis 3. Juli 2026, 12:00 Uhr (UTC) entschieden sein sollen. Gesendet hat sie kim.")]
    public void Reminder_OfALanguage_SaysWhichClaimAndHowToDecideIt(string language, string subject, string text)
    {
        var mail = WriteReminder.Of(Claim, GivenClaim.ReceivedAt.AddDays(1), "desk@shop.example", "Tea", Phrases.All.Single(phrases => phrases.Language == language));

        Assert.Equal(subject, mail.Subject);
        Assert.Contains(text, mail.Text, StringComparison.Ordinal);
        Assert.Contains("POST /api/claims/t-889-1/decision", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\"", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Reminder_OfAClaimThatCouldNotBeRead_NamesNeitherKindNorSender()
    {
        var mail = WriteReminder.Of(Claim with { Kind = null, Agent = null }, GivenClaim.ReceivedAt, "desk@shop.example", "Tea", Phrases.English);

        Assert.Contains("(unknown)", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sent by", mail.Text, StringComparison.Ordinal);
    }
}
