using System.Globalization;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.App.Claims;

/// <summary>A policy in the API's shape.</summary>
internal static class PolicyJson
{
    /// <summary>200 with a version, its ETag and the list of versions.</summary>
    public static Answer Answer(PolicyVersion shown, IReadOnlyList<PolicyStamp> versions) => Http.Answer.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", shown.Version);
        writer.WritePropertyName("policy");
        shown.Policy.Write(writer);
        writer.WriteStartArray("versions");
        foreach (var version in versions)
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", version.Version);
            writer.WriteString("from", version.From);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }).With("ETag", string.Create(CultureInfo.InvariantCulture, $"\"{shown.Version}\""));
}
