using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace PromoFunctions.Domain.Claims;

/// <summary>
/// Names a claim, and makes it one claim however often it is sent: 1 to <see cref="MaxLength"/> ASCII letters, digits,
/// hyphens, underscores and dots, the first a letter or a digit. Case counts.
/// </summary>
public sealed record ClaimId
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 64;

    private const int NewBytes = 10;
    private const int DerivedBytes = 16;

    private ClaimId(string value) => Value = value;

    /// <summary>The id as sent.</summary>
    public string Value { get; }

    /// <summary>Takes an id from outside.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ClaimId? value, [NotNullWhen(false)] out string? problem)
    {
        var valid = text.Length is > 0 and <= MaxLength
            && char.IsAsciiLetterOrDigit(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        value = valid ? new ClaimId(text) : null;
        problem = valid ? null : $"must have 1 to {MaxLength} letters, digits, hyphens, underscores and dots, beginning with a letter or a digit.";
        return valid;
    }

    /// <summary>The id of a claim that is known to have one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ClaimId Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException("A claim id " + problem);

    /// <summary>A new id for a claim that came without one: 80 bits from a cryptographic source.</summary>
    public static ClaimId New() => new("c-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NewBytes)));

    /// <summary>The id of a claim that came in a message without one: the same for every delivery of that message.</summary>
    /// <param name="messageName">What names the message on its queue.</param>
    public static ClaimId OfMessage(string messageName) =>
        new("q-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageName)).AsSpan(0, DerivedBytes)));

    /// <summary>The id.</summary>
    public override string ToString() => Value;
}
