using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Storage.Codes;

/// <summary>Rows of table <c>Batches</c>: partition the campaign, row the batch. The seed in it is all that its codes are made from.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Id">The batch.</param>
/// <param name="Codes">What its codes are made from.</param>
/// <param name="StartedAt">When it was first asked for.</param>
/// <param name="ChunksDone">Chunks from the first that are known to stand; those after it may stand as well.</param>
/// <param name="ETag">As read.</param>
internal sealed record BatchRow(CampaignId Campaign, BatchId Id, CodeBatch Codes, DateTimeOffset StartedAt, int ChunksDone, Azure.ETag ETag)
{
    private const string Prefix = nameof(CodeBatch.Prefix);
    private const string Tag = nameof(CodeBatch.Tag);
    private const string Count = nameof(CodeBatch.Count);
    private const string Seed = nameof(CodeBatch.Seed);

    public bool Complete => ChunksDone >= Codes.Chunks;

    public IssuedBatch Issued => new(Id, Codes.Prefix, Codes.Count, Complete, StartedAt);

    public TableEntity ToRow() => new(Campaign.Value, Id.Value)
    {
        [Prefix] = Codes.Prefix.Value,
        [Tag] = Codes.Tag,
        [Count] = Codes.Count,
        [Seed] = Codes.Seed.ToArray(),
        [nameof(StartedAt)] = StartedAt,
        [nameof(ChunksDone)] = ChunksDone,
    };

    public static BatchRow Read(TableEntity row) => new(
        CampaignId.Parse(row.PartitionKey),
        BatchId.Parse(row.RowKey),
        new CodeBatch(
            PromoCode.Parse(row.GetString(Prefix)),
            row.GetString(Tag),
            row.GetInt32(Count) ?? 0,
            row.GetBinary(Seed)),
        row.GetDateTimeOffset(nameof(StartedAt)) ?? default,
        row.GetInt32(nameof(ChunksDone)) ?? 0,
        row.ETag);
}
