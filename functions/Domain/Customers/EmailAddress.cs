using System.Diagnostics.CodeAnalysis;

namespace PromoFunctions.Domain.Customers;

/// <summary>
/// The form of an e-mail address, as far as it can be told without sending mail: something, one @, a domain, no blanks.
/// </summary>
public static class EmailAddress
{
    /// <summary>The longest address (RFC 5321, section 4.5.3.1).</summary>
    public const int MaxLength = 254;

    /// <summary>Takes an address as it is written.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? problem)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var valid = text.Length <= MaxLength
            && at > 0
            && at < text.Length - 1
            && at == text.LastIndexOf('@')
            && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
        value = valid ? text : null;
        problem = valid ? null : "must be an e-mail address, such as jane@example.com.";
        return valid;
    }
}
