using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.Domain.Tests.Mailing;

public sealed class MailBodyTests
{
    private const string Hostile = "<script>alert('x')</script> & \"friends\"";

    private static readonly MailBody Body = new(
        "de",
        "Für <Sie>",
        [
            new MailBlock.Paragraph("Grüße\naus " + Hostile),
            new MailBlock.Highlight("JANE1<b>"),
            new MailBlock.Items(["eins <i>", "zwei"]),
            new MailBlock.Link("Warum? <u>", "Nie wieder <s>", new Uri("https://shop.example/x?a=1&b=\"2\"")),
        ]);

    [Fact]
    public void ToHtml_OfHostileText_HasNoElementThatItDidNotWriteItself()
    {
        var html = Body.ToHtml();

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.All((string[])["<b>", "<i>", "<u>", "<s>", "<Sie>"], tag => Assert.DoesNotContain(tag, html, StringComparison.Ordinal));
        Assert.Contains("Grüße<br>aus &lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://shop.example/x?a=1&amp;b=%222%22\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_AsADocument_LoadsNothingAndIsForLightAndDark()
    {
        var html = Body.ToHtml();

        Assert.StartsWith("<!doctype html>\n<html lang=\"de\">", html, StringComparison.Ordinal);
        Assert.Contains("<meta name=\"color-scheme\" content=\"light dark\">", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.All((string[])["<img", "<link", "src=", "url(", "@import"], part => Assert.DoesNotContain(part, html, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void ToText_OfTheSameBlocks_SaysTheSame() => Assert.Equal(
        $"Grüße\naus {Hostile}\n\n    JANE1<b>\n\n- eins <i>\n- zwei\n\nWarum? <u>\nNie wieder <s>: https://shop.example/x?a=1&b=%222%22\n",
        Body.ToText());
}
