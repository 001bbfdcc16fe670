using System.Diagnostics.CodeAnalysis;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>A campaign's id: 1 to <see cref="MaxLength"/> letters (A to Z in either case), digits, hyphens and underscores, compared exactly.</summary>
public sealed record CampaignId : IComparable<CampaignId>
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 64;

    private CampaignId(string value) => Value = value;

    /// <summary>The id.</summary>
    public string Value { get; }

    /// <summary>Takes an id.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CampaignId? value, [NotNullWhen(false)] out string? problem)
    {
        var valid = text.Length is > 0 and <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        value = valid ? new CampaignId(text) : null;
        problem = valid ? null : $"must have from 1 to {MaxLength} letters (A to Z, a to z), digits, hyphens and underscores.";
        return valid;
    }

    /// <summary>Takes a text that is known to be an id.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CampaignId Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException("A campaign id " + problem);

    /// <summary>By ordinal.</summary>
    public int CompareTo(CampaignId? other) => string.CompareOrdinal(Value, other?.Value);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(CampaignId left, CampaignId right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(CampaignId left, CampaignId right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(CampaignId left, CampaignId right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(CampaignId left, CampaignId right) => left.CompareTo(right) >= 0;

    /// <summary>The id.</summary>
    public override string ToString() => Value;
}
