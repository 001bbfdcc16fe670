using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PromoFunctions.Domain.Codes;

/// <summary>
/// A promotion code in the one form in which codes are stored and compared: trimmed, upper case, without spaces and
/// hyphens; 1 to <see cref="MaxLength"/> letters, digits and underscores of any script. <c>welcome-10</c> is WELCOME10.
/// </summary>
public sealed record PromoCode : IComparable<PromoCode>
{
    /// <summary>The most UTF-16 units of the normalized form.</summary>
    public const int MaxLength = 64;

    /// <summary>The most UTF-16 units that are looked at before normalization.</summary>
    public const int MaxTypedLength = 200;

    private static readonly SearchValues<char> Normal = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private PromoCode(string value) => Value = value;

    /// <summary>The normalized form.</summary>
    public string Value { get; }

    /// <summary>Normalizes what somebody typed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PromoCode? value, [NotNullWhen(false)] out string? problem)
    {
        value = null;
        problem = null;
        if (text.Length > MaxTypedLength)
        {
            problem = $"must have at most {MaxTypedLength} characters.";
        }
        else if (Normalize(text) is not { } normalized)
        {
            problem = "must have letters, digits, underscores, spaces and hyphens only.";
        }
        else if (normalized.Length is 0 or > MaxLength)
        {
            problem = $"must have from 1 to {MaxLength} letters and digits.";
        }
        else
        {
            value = new PromoCode(normalized);
            return true;
        }

        return false;
    }

    /// <summary>Normalizes a text that is known to be a code.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PromoCode Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException("A code " + problem);

    /// <summary>By ordinal of the normalized form.</summary>
    public int CompareTo(PromoCode? other) => string.CompareOrdinal(Value, other?.Value);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(PromoCode left, PromoCode right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(PromoCode left, PromoCode right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(PromoCode left, PromoCode right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(PromoCode left, PromoCode right) => left.CompareTo(right) >= 0;

    /// <summary>The normalized form.</summary>
    public override string ToString() => Value;

    private static string? Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Normal))
        {
            return text;
        }

        if (!System.Text.Ascii.IsValid(text) && !TryFold(ref text))
        {
            return null;
        }

        var normalized = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == '_')
            {
                normalized.Append(Rune.ToUpperInvariant(rune).ToString());
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation))
            {
                return null;
            }
        }

        return normalized.ToString();
    }

    /// <summary>One form for what looks the same (full-width letters, accents apart from their letters); false for half a surrogate pair.</summary>
    private static bool TryFold(ref string text)
    {
        try
        {
            text = text.Normalize(NormalizationForm.FormKC);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
