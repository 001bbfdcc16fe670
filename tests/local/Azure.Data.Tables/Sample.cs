using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests;

public enum Season
{
    Spring,
    Summer,
}

/// <summary>A row of every type that a column can have.</summary>
public sealed class Sample : ITableEntity
{
    public string PartitionKey { get; set; } = "p";

    public string RowKey { get; set; } = "r";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public int Count { get; set; }

    public int? MaybeCount { get; set; }

    public long Big { get; set; }

    public long? MaybeBig { get; set; }

    public double Ratio { get; set; }

    public double? MaybeRatio { get; set; }

    public bool Flag { get; set; }

    public bool? MaybeFlag { get; set; }

    public string? Text { get; set; }

    public Guid Id { get; set; }

    public Guid? MaybeId { get; set; }

    public DateTime Instant { get; set; } = DateTime.UnixEpoch;

    public DateTime? MaybeInstant { get; set; }

    public DateTimeOffset Moment { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset? MaybeMoment { get; set; }

    public byte[]? Bytes { get; set; }

    public BinaryData? Data { get; set; }

    public Season Season { get; set; }

    public Season? MaybeSeason { get; set; }

    [DataMember(Name = "Renamed")]
    public string? Original { get; set; }

    [IgnoreDataMember]
    public string? Ignored { get; set; }

    public string Computed => $"{Count}!";
}
