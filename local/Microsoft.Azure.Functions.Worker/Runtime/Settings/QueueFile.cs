using System.Text.Json;
using System.Xml;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>A queue of infra/queues.json, the file that the deployment's queues are made from too.</summary>
internal sealed record QueueDescription
{
    public required string Name { get; init; }

    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    public int MaxDeliveryCount { get; init; } = 10;

    public bool RequiresDuplicateDetection { get; init; }

    public TimeSpan? DuplicateDetectionHistoryTimeWindow { get; init; }

    public TimeSpan? DefaultMessageTimeToLive { get; init; }

    public bool DeadLetteringOnMessageExpiration { get; init; }
}

internal static class QueueFile
{
    private const string Name = "queues.json";

    /// <summary>The queues described; none when there is no file. Periods are ISO 8601 (<c>PT1M</c>).</summary>
    /// <exception cref="StartupException">The file is broken.</exception>
    public static IReadOnlyList<QueueDescription> Load(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        if (JsonFile.Read(path).Find(Name, "queues") is not { ValueKind: JsonValueKind.Array } queues)
        {
            throw new StartupException($"{Name} must hold a list named queues.");
        }

        return [.. queues.EnumerateArray().Select(Parse)];
    }

    private static QueueDescription Parse(JsonElement queue)
    {
        var name = queue.Find(Name, "name")?.GetString();
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new StartupException($"{Name}: a queue has no name.");
        }

        try
        {
            return new QueueDescription
            {
                Name = name,
                LockDuration = Period(queue, "lockDuration") ?? TimeSpan.FromMinutes(1),
                MaxDeliveryCount = queue.Find(Name, "maxDeliveryCount")?.GetInt32() ?? 10,
                RequiresDuplicateDetection = queue.Find(Name, "requiresDuplicateDetection")?.GetBoolean() ?? false,
                DuplicateDetectionHistoryTimeWindow = Period(queue, "duplicateDetectionHistoryTimeWindow"),
                DefaultMessageTimeToLive = Period(queue, "defaultMessageTimeToLive"),
                DeadLetteringOnMessageExpiration = queue.Find(Name, "deadLetteringOnMessageExpiration")?.GetBoolean() ?? false,
            };
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new StartupException($"{Name}: the queue {name} has a value of the wrong kind.", innerException: e);
        }
    }

    private static TimeSpan? Period(JsonElement queue, string member) =>
        queue.Find(Name, member) is { } text ? XmlConvert.ToTimeSpan(text.GetString() ?? "") : null;
}
