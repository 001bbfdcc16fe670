namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>What the customer gets. Personal data: it may bear a name and a code.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text; paragraphs are apart by an empty line.</param>
public sealed record Reply(string Subject, string Text);
