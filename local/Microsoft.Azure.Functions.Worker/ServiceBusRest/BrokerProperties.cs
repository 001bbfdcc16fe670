using System.Globalization;
using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>
/// The <c>BrokerProperties</c> header: a JSON object of what the broker is to know about a message. Unknown members are passed
/// over, as the service does. See https://learn.microsoft.com/rest/api/servicebus/message-headers-and-properties.
/// </summary>
internal static class BrokerProperties
{
    /// <summary>Sets the header's members on a message.</summary>
    /// <returns>Null, or a sentence that names what cannot be read.</returns>
    internal static string? Apply(string? header, ServiceBusMessage message)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(header);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return "It must be a JSON object.";
            }

            return json.RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                .Select(member => Set(message, member))
                .FirstOrDefault(refusal => refusal is not null);
        }
        catch (JsonException)
        {
            return "It must be a JSON object.";
        }
    }

    private static string? Set(ServiceBusMessage message, JsonProperty member)
    {
        try
        {
            switch (member.Name)
            {
                case "CorrelationId": message.CorrelationId = Text(member); break;
                case "Label" or "Subject": message.Subject = Text(member); break;
                case "MessageId": message.MessageId = Text(member); break;
                case "PartitionKey": message.PartitionKey = Text(member); break;
                case "ReplyTo": message.ReplyTo = Text(member); break;
                case "ReplyToSessionId": message.ReplyToSessionId = Text(member); break;
                case "SessionId": message.SessionId = Text(member); break;
                case "To": message.To = Text(member); break;
                case "ViaPartitionKey": message.TransactionPartitionKey = Text(member); break;
                case "ScheduledEnqueueTimeUtc": message.ScheduledEnqueueTime = Instant(member); break;
                case "TimeToLive": message.TimeToLive = Seconds(member); break;
                case "TimeToLiveTimeSpan": message.TimeToLive = TimeSpan.Parse(Text(member), CultureInfo.InvariantCulture); break;
            }

            return null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return $"{member.Name}: {Expected(member.Name)}";
        }
    }

    private static string Expected(string name) => name switch
    {
        "TimeToLive" => "a number of seconds above zero.",
        "TimeToLiveTimeSpan" => "a time span above zero, such as 00:01:30.",
        "ScheduledEnqueueTimeUtc" => "a time in UTC, such as Sun, 06 Nov 1994 08:49:37 GMT or 1994-11-06T08:49:37Z.",
        "MessageId" => "a text of 1 to 128 characters.",
        "PartitionKey" => "a text of at most 128 characters, and the SessionId's when there is one.",
        "SessionId" or "ReplyToSessionId" or "ViaPartitionKey" => "a text of at most 128 characters.",
        _ => "a text.",
    };

    private static string Text(JsonProperty member) => member.Value.GetString() ?? throw new FormatException();

    // A double, because the service takes whole numbers as well as 3.402823E+38; what is beyond a time span is for ever.
    private static TimeSpan Seconds(JsonProperty member)
    {
        var seconds = member.Value.GetDouble();
        return seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
    }

    private static DateTimeOffset Instant(JsonProperty member) =>
        DateTimeOffset.Parse(Text(member).Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
