using System.Text.Json;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>Campaigns in the API's shape.</summary>
public static class CampaignJson
{
    /// <summary>Writes a campaign: its id, what it says today, the number of its latest version and, if asked for, every version.</summary>
    public static void Write(Utf8JsonWriter writer, Campaign campaign, bool withVersions)
    {
        writer.WriteStartObject();
        writer.WriteString("campaignId", campaign.Id.Value);
        campaign.Definition.WriteMembers(writer);
        writer.WriteNumber("version", campaign.Latest.Number);
        if (withVersions)
        {
            writer.WriteStartArray("versions");
            foreach (var version in campaign.Versions)
            {
                version.Write(writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
