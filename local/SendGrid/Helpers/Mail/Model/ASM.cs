using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>The unsubscribe groups that a mail belongs to.</summary>
public class ASM
{
    [JsonPropertyName("group_id")]
    public int GroupId { get; set; }

    [JsonPropertyName("groups_to_display")]
    public List<int> GroupsToDisplay { get; set; }
}
