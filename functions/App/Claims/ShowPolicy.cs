using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.App.Claims;

/// <summary>Shows the desk's policy.</summary>
public sealed class ShowPolicy(IPolicyStore policies)
{
    /// <summary>The version in force with its rules, and when each version came into force, the newest first.</summary>
    public async Task<Answer> HandleAsync(CancellationToken cancellationToken)
    {
        var current = await policies.CurrentAsync(cancellationToken).ConfigureAwait(false);
        var all = await policies.AllAsync(cancellationToken).ConfigureAwait(false);
        return Answer.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", current.Version);
            writer.WritePropertyName("policy");
            current.Policy.Write(writer);
            writer.WriteStartArray("versions");
            foreach (var version in all)
            {
                writer.WriteStartObject();
                writer.WriteNumber("version", version.Version);
                writer.WriteString("from", version.From);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
