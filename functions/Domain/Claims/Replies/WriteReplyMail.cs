using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>Makes a mail of a reply: the same words, as text and as HTML.</summary>
public static class WriteReplyMail
{
    /// <summary>Before a line that stands out: a code.</summary>
    internal const string Highlighted = "    ";

    /// <summary>Before each item of a list.</summary>
    internal const string Item = "- ";

    /// <summary>Writes it.</summary>
    /// <param name="id">The mail's id.</param>
    /// <param name="to">The customer's address.</param>
    /// <param name="firstName">The customer's first name, or null.</param>
    /// <param name="language">In which the reply is written.</param>
    /// <param name="reply">The reply: paragraphs apart by an empty line; a line indented by four blanks is a code, lines that begin with a hyphen and a blank are a list.</param>
    public static Mail Of(MailId id, string to, string? firstName, ReplyLanguage language, Reply reply)
    {
        MailBlock[] blocks = [.. reply.Text.Split("\n\n").Select(paragraph => paragraph.TrimEnd()).Where(paragraph => paragraph.Length > 0).SelectMany(BlocksOf)];
        var body = new MailBody(Vocabulary<ReplyLanguage>.Words[language], reply.Subject, blocks);
        return new Mail(id, MailKind.ClaimReply, to, firstName, reply.Subject, body.ToText(), body.ToHtml());
    }

    private static IEnumerable<MailBlock> BlocksOf(string paragraph)
    {
        if (paragraph.StartsWith(Highlighted, StringComparison.Ordinal))
        {
            return [new MailBlock.Highlight(paragraph.Trim())];
        }

        var lines = paragraph.Split('\n');
        var lead = lines.TakeWhile(line => !line.StartsWith(Item, StringComparison.Ordinal)).ToList();
        var items = lines.Skip(lead.Count).ToList();
        if (items.Count == 0 || !items.TrueForAll(line => line.StartsWith(Item, StringComparison.Ordinal)))
        {
            return [new MailBlock.Paragraph(paragraph)];
        }

        var list = new MailBlock.Items([.. items.Select(line => line[Item.Length..])]);
        return lead.Count == 0 ? [list] : [new MailBlock.Paragraph(string.Join('\n', lead)), list];
    }
}
