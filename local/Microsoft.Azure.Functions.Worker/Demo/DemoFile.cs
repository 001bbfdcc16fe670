using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker.Runtime.Demo;

/// <summary>
/// A list of HTTP requests to replay in order. Strings may hold instants relative to the load, <c>{{now}}</c>,
/// <c>{{now-3d}}</c>, <c>{{now+12h}}</c> or <c>{{now-90m}}</c>, counted from the beginning of the hour in UTC, so that two
/// processes that load at about the same time send the same.
/// </summary>
/// <param name="Probe">Whether there is anything to do: a list that answers no items means an empty store.</param>
/// <param name="Requests">What to send.</param>
internal sealed partial record DemoFile(DemoRequest Probe, IReadOnlyList<DemoRequest> Requests)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <exception cref="JsonException">It is not a demo file, and says where.</exception>
    internal static DemoFile Parse(string text, DateTimeOffset now) =>
        JsonSerializer.Deserialize<DemoFile>(WithInstants(text, now), Json) ?? throw new JsonException("The file is empty.");

    private static string WithInstants(string text, DateTimeOffset now)
    {
        DateTime hour = now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour);
        return Instant().Replace(text, match =>
        {
            int amount = match.Groups["amount"] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
            TimeSpan offset = match.Groups["unit"].Value switch
            {
                "d" => TimeSpan.FromDays(amount),
                "h" => TimeSpan.FromHours(amount),
                _ => TimeSpan.FromMinutes(amount),
            };
            return (hour + offset).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        });
    }

    [GeneratedRegex(@"\{\{now(?:(?<amount>[+-][0-9]{1,5})(?<unit>[dhm]))?\}\}")]
    private static partial Regex Instant();
}

/// <summary>One request.</summary>
/// <param name="Title">What it does, as the subject of a sentence: it names the request when it fails.</param>
/// <param name="As">Whose key it carries.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">From the root, with the query.</param>
/// <param name="Body">The JSON body; null for none.</param>
/// <param name="Acceptable">Statuses beside 2xx that mean that all is well, such as a 409 for what is there already.</param>
internal sealed record DemoRequest(
    string Title, string As, string Method, string Path, JsonElement? Body = null, IReadOnlyList<int>? Acceptable = null);
