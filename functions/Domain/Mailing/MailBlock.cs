namespace PromoFunctions.Domain.Mailing;

/// <summary>A piece of a mail's message, from top to bottom. Plain text throughout: it is encoded where it becomes HTML.</summary>
public abstract record MailBlock
{
    private MailBlock()
    {
    }

    /// <summary>Some sentences.</summary>
    public sealed record Paragraph(string Text) : MailBlock;

    /// <summary>What the reader came for, on a line of its own: a code.</summary>
    public sealed record Highlight(string Text) : MailBlock;

    /// <summary>A list.</summary>
    public sealed record Items(IReadOnlyList<string> Texts) : MailBlock;

    /// <summary>A link in small print.</summary>
    /// <param name="Lead">A sentence before it.</param>
    /// <param name="Text">What the link does.</param>
    /// <param name="Target">Where it leads.</param>
    public sealed record Link(string Lead, string Text, Uri Target) : MailBlock;
}
