using System.Diagnostics.CodeAnalysis;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>An IANA time zone, by whose clock a campaign's days and hours go. Equal by name.</summary>
public sealed record CampaignZone
{
    /// <summary>The most characters of a zone's name.</summary>
    public const int MaxLength = 64;

    private CampaignZone(string name, TimeZoneInfo info)
    {
        Name = name;
        Info = info;
    }

    /// <summary>The name, such as Europe/Berlin.</summary>
    public string Name { get; }

    /// <summary>Its rules.</summary>
    public TimeZoneInfo Info { get; }

    /// <summary>Finds a zone by its IANA name.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CampaignZone? value, [NotNullWhen(false)] out string? problem)
    {
        // Names are paths on some systems; nothing but a name gets that far. Windows' own names have blanks.
        var named = text.Length is > 0 and <= MaxLength
            && char.IsAsciiLetter(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
        value = named && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var info) ? new CampaignZone(text, info) : null;
        problem = value is null ? "must be an IANA time zone, such as Europe/Berlin." : null;
        return value is not null;
    }

    /// <summary>The zone of a name that is known to be one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CampaignZone Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException("A time zone " + problem);

    /// <summary>What the zone's clocks show at an instant.</summary>
    public DateTime LocalTime(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Info).DateTime;

    /// <inheritdoc/>
    public bool Equals(CampaignZone? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
