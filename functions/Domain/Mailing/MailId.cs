using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Mailing;

/// <summary>
/// Names a mail and makes it one mail however often it is asked for: the kind, a hyphen and 32 lower-case hexadecimal digits.
/// </summary>
public sealed record MailId
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 64;

    private const int Bytes = 16;

    private MailId(string value) => Value = value;

    /// <summary>The id; fit for a key of a table, a message's id and a mail's header.</summary>
    public string Value { get; }

    /// <summary>The id of the one mail of its kind about something: the first 128 bits of SHA-256 over what it is about.</summary>
    /// <param name="kind">What the mail is for.</param>
    /// <param name="about">
    /// What tells it from others of its kind, the same for every repeat. Customers by their key: anybody could try addresses.
    /// </param>
    public static MailId Of(MailKind kind, params ReadOnlySpan<string> about)
    {
        // A length before each part, so that no two lists run together.
        var text = new StringBuilder();
        foreach (var part in about)
        {
            text.Append(part.Length).Append('|').Append(part);
        }

        return new(Vocabulary<MailKind>.Words[kind] + "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes)));
    }

    /// <summary>Takes an id as it was stored or sent.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailId? value, [NotNullWhen(false)] out string? problem)
    {
        var hyphen = text.LastIndexOf('-');
        var valid = text.Length <= MaxLength
            && hyphen == text.Length - (2 * Bytes) - 1
            && hyphen > 0
            && Vocabulary<MailKind>.Words.TryFind(text[..hyphen], out _)
            && text[(hyphen + 1)..].All(char.IsAsciiHexDigitLower);
        value = valid ? new MailId(text) : null;
        problem = valid ? null : "must be a kind of mail, a hyphen and 32 hexadecimal digits.";
        return valid;
    }

    /// <summary>The id.</summary>
    public override string ToString() => Value;
}
