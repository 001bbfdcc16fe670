using Azure.Data.Tables;
using Azure.Messaging.ServiceBus.Administration;

namespace Azure.Messaging.ServiceBus;

/// <summary>A queue as the catalog knows it.</summary>
/// <param name="Properties">What it is set to.</param>
/// <param name="Tables">What its tables' names begin with. Drawn anew for each queue made, so that one deleted and made again starts empty at once.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When its properties were last changed.</param>
/// <param name="Tag">The row's ETag.</param>
internal sealed record QueueDescription(QueueProperties Properties, string Tables, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, ETag Tag)
{
    public const string Partition = "queue";

    public string Name => Properties.Name;

    public string LiveTable => Tables + "Live";

    public string DeadLetterTable => Tables + "Dead";

    /// <summary>Names in any case are one queue; a slash cannot stand in a key, and a bar cannot stand in a name.</summary>
    public static string Key(string name) => name.ToLowerInvariant().Replace('\\', '|').Replace('/', '|');

    /// <summary>A new queue's prefix: at most 49 letters and digits, recognisable to who lists the tables.</summary>
    public static string NewTables(string name) =>
        "Sbq" + string.Concat(name.Where(char.IsAsciiLetterOrDigit).Take(12)) + Guid.NewGuid().ToString("N");

    public static QueueDescription Read(TableEntity row)
    {
        var name = row.GetString("Name");
        var properties = new QueueProperties(name)
        {
            LockDuration = Span(row, "LockDuration"),
            DefaultMessageTimeToLive = Span(row, "DefaultMessageTimeToLive"),
            DeadLetteringOnMessageExpiration = row.GetBoolean("DeadLetteringOnMessageExpiration") == true,
            RequiresDuplicateDetection = row.GetBoolean("RequiresDuplicateDetection") == true,
            DuplicateDetectionHistoryTimeWindow = Span(row, "DuplicateDetectionHistoryTimeWindow"),
            MaxDeliveryCount = row.GetInt32("MaxDeliveryCount").GetValueOrDefault(),
            Status = row.GetString("Status"),
            UserMetadata = row.GetString("UserMetadata"),
        };
        return new(properties, row.GetString("Tables"), Time(row, "Created"), Time(row, "Updated"), row.ETag);
    }

    public TableEntity Row() => new(Partition, Key(Name))
    {
        ["Name"] = Name,
        ["Tables"] = Tables,
        ["Created"] = CreatedAt,
        ["Updated"] = UpdatedAt,
        ["LockDuration"] = Properties.LockDuration.Ticks,
        ["DefaultMessageTimeToLive"] = Properties.DefaultMessageTimeToLive.Ticks,
        ["DeadLetteringOnMessageExpiration"] = Properties.DeadLetteringOnMessageExpiration,
        ["RequiresDuplicateDetection"] = Properties.RequiresDuplicateDetection,
        ["DuplicateDetectionHistoryTimeWindow"] = Properties.DuplicateDetectionHistoryTimeWindow.Ticks,
        ["MaxDeliveryCount"] = Properties.MaxDeliveryCount,
        ["Status"] = Properties.Status.ToString(),
        ["UserMetadata"] = Properties.UserMetadata,
    };

    private static TimeSpan Span(TableEntity row, string column) => TimeSpan.FromTicks(row.GetInt64(column).GetValueOrDefault());

    private static DateTimeOffset Time(TableEntity row, string column) => row.GetDateTimeOffset(column).GetValueOrDefault();
}
