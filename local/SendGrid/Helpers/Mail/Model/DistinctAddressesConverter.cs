using System.Text.Json;
using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Writes each address of a list once: SendGrid refuses a mail that names a recipient twice.</summary>
internal sealed class DistinctAddressesConverter : JsonConverter<List<EmailAddress>>
{
    public override List<EmailAddress> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonSerializer.Deserialize<EmailAddress[]>(ref reader, options) ?? []];

    public override void Write(Utf8JsonWriter writer, List<EmailAddress> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Distinct().ToArray(), options);
}
