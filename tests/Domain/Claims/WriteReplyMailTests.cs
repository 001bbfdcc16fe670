using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class WriteReplyMailTests
{
    private static readonly Reply Reply = new("Your order o-1", "Hello Jane,\n\nHere is <it>:\n\n    JANE123\n\nOpen to you:\n- A & B\n- C\n\nKind regards\nThe shop");

    [Fact]
    public void Mail_OfAReply_SaysTheSameInTextAndHtml()
    {
        var mail = Write(Reply);

        Assert.Equal(Reply.Subject, mail.Subject);
        Assert.Equal("Hello Jane,\n\nHere is <it>:\n\n    JANE123\n\nOpen to you:\n\n- A & B\n- C\n\nKind regards\nThe shop\n", mail.Text);
        Assert.Contains("<p>Here is &lt;it&gt;:</p>\n<p class=\"code\">JANE123</p>\n<p>Open to you:</p>\n<ul><li>A &amp; B</li><li>C</li></ul>\n<p>Kind regards<br>The shop</p>", mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReplyLanguage.En, "<html lang=\"en\">")]
    [InlineData(ReplyLanguage.De, "<html lang=\"de\">")]
    public void Mail_OfAReply_NamesItsLanguage(ReplyLanguage language, string expected) =>
        Assert.Contains(expected, Write(Reply, language).Html, StringComparison.Ordinal);

    [Fact]
    public void Mail_OfAParagraphWithAHyphenInTheMiddle_IsNoList() =>
        Assert.Contains("<p>a<br>- b<br>c</p>", Write(new Reply("s", "a\n- b\nc")).Html, StringComparison.Ordinal);

    private static Mail Write(Reply reply, ReplyLanguage language = ReplyLanguage.En) =>
        WriteReplyMail.Of(MailId.Of(MailKind.ClaimReply, "c", "1"), "jane@example.com", "Jane", language, reply);
}
