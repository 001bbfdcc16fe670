using System.Text.Json;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>Terms as they counted from an instant on; kept for ever.</summary>
/// <param name="Number">From 1, in the order of saving.</param>
/// <param name="Terms">What counted.</param>
/// <param name="CountsFrom">The first instant at which they did, unless a later version replaced them before.</param>
/// <param name="SavedAt">
/// When it replaced the version before it; null for a first version, and for one that was saved by a release that did not keep it.
/// </param>
public sealed record CampaignVersion(int Number, Terms Terms, DateTimeOffset CountsFrom, DateTimeOffset? SavedAt = null)
{
    /// <summary>Reads a version as <see cref="Write"/> wrote it.</summary>
    public static CampaignVersion? Read(FieldReader reader)
    {
        var number = reader.Int("version", 1, int.MaxValue);
        var countsFrom = reader.Instant("countsFrom");
        var savedAt = reader.OptionalInstant("savedAt");
        var terms = Terms.ReadMembers(reader);
        reader.RefuseUnknown();
        return number is not null && countsFrom is not null && terms is not null && !reader.Failed
            ? new CampaignVersion(number.Value, terms, countsFrom.Value, savedAt)
            : null;
    }

    /// <summary>Writes <c>version</c>, <c>countsFrom</c>, <c>savedAt</c> where it is known, and the terms.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", Number);
        writer.WriteString("countsFrom", CountsFrom);
        if (SavedAt is { } savedAt)
        {
            writer.WriteString("savedAt", savedAt);
        }

        Terms.WriteMembers(writer);
        writer.WriteEndObject();
    }
}
