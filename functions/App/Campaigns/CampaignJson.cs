using System.Globalization;
using System.Text.Json;
using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.App.Campaigns;

/// <summary>A campaign in the API's shape.</summary>
internal static class CampaignJson
{
    public static void Write(Utf8JsonWriter writer, Campaign campaign, bool versions)
    {
        writer.WriteStartObject();
        writer.WriteString("campaignId", campaign.Id.Value);
        writer.WriteNumber("version", campaign.Latest.Number);
        campaign.Definition.WriteMembers(writer);
        if (versions)
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

    public static string ETagOf(Campaign campaign) => string.Create(CultureInfo.InvariantCulture, $"\"{campaign.Revision}\"");
}
