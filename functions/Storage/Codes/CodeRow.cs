using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Storage.Codes;

/// <summary>Rows of table <c>Codes</c>: one for every code there is, so that an insert decides whose a name is and a point read finds it.</summary>
/// <remarks>
/// Partition: the code less the <see cref="GeneratedPart.Length"/> symbols at its end, which are drawn for each code alone. So the hundred codes of
/// a chunk are one partition and one transaction, and a partition stays small however many codes there are.
/// A public code's row holds its name only; the catalogue holds the rest. Beside the codes of a chunk stands its <see cref="ChunkRow"/>.
/// </remarks>
internal static class CodeRow
{
    public const string TakenBy = nameof(TakenBy);
    public const string SettledBy = nameof(SettledBy);
    public const string Version = nameof(Version);
    public const string Status = nameof(Status);
    public const string Campaign = nameof(Campaign);
    public const string Batch = nameof(Batch);
    private const string Kind = nameof(Kind);
    private const string BoundTo = nameof(BoundTo);
    private const string ExpiresAt = nameof(ExpiresAt);
    private const string Issue = nameof(Issue);
    private const string Imported = nameof(Imported);
    private const string Withdrawn = nameof(Withdrawn);
    private const string IssuedAt = nameof(IssuedAt);
    private const string Reason = nameof(GiftOrigin.Reason);
    private const string Agent = nameof(GiftOrigin.Agent);
    private const string GivenAt = nameof(GiftOrigin.GivenAt);

    /// <summary>In the place of a redemption's id: whether it has the code must be asked, from now on. No id has this character.</summary>
    private const string Reopened = "?";

    public static string PartitionOf(PromoCode code) =>
        code.Value.Length > GeneratedPart.Length ? code.Value[..^GeneratedPart.Length] : code.Value;

    /// <summary>The name of a public code.</summary>
    public static TableEntity OfPublic(PromoCode code) => new(PartitionOf(code), code.Value) { [Kind] = (int)CodeKind.Public };

    /// <summary>A personal code that is issued alone.</summary>
    public static TableEntity OfPersonal(IssuedCode code, string issue, DateTimeOffset issuedAt)
    {
        var row = Of(code, issue);
        row[IssuedAt] = issuedAt;
        if (code.Gift is { } gift)
        {
            row[Reason] = gift.Reason;
            row[Agent] = gift.Agent;
            row[GivenAt] = gift.GivenAt;
        }

        return row;
    }

    /// <summary>A code that works once.</summary>
    public static TableEntity Of(IssuedCode code, string? issue = null)
    {
        var row = new TableEntity(PartitionOf(code.Code), code.Code.Value)
        {
            [Kind] = (int)code.Kind,
            [Campaign] = code.CampaignId?.Value,
        };
        Set(row, Batch, code.Batch?.Value);
        Set(row, BoundTo, code.BoundTo?.Value);
        Set(row, Issue, issue);
        if (code.ExpiresAt is { } expiresAt)
        {
            row[ExpiresAt] = expiresAt;
        }

        if (code.Status != CodeStatus.Active)
        {
            row[Status] = (int)code.Status;
        }

        return row;
    }

    /// <summary>A code that works once and that the shop brought along.</summary>
    public static TableEntity OfImport(IssuedCode code)
    {
        var row = Of(code);
        row[Imported] = true;
        return row;
    }

    /// <summary>Voids a code that is to be erased with its person, and says so: whoever finds it so goes on with the erasure.</summary>
    public static void Withdraw(TableEntity row)
    {
        row[Status] = (int)CodeStatus.Voided;
        row[Version] = VersionOf(row) + 1;
        row[Withdrawn] = true;
    }

    /// <summary>Whether <see cref="Withdraw"/> was written.</summary>
    public static bool IsWithdrawn(TableEntity row) => row.GetBoolean(Withdrawn) ?? false;

    /// <summary>Whether this batch issued the code.</summary>
    public static bool IsOf(TableEntity row, CampaignId campaign, BatchId batch) => !IsImported(row) && Came(row, campaign, batch);

    /// <summary>Whether the code came with this import.</summary>
    public static bool IsOfImport(TableEntity row, CampaignId campaign, BatchId import) => IsImported(row) && Came(row, campaign, import);

    public static IssuedCode Read(TableEntity row)
    {
        var kind = (CodeKind)(row.GetInt32(Kind) ?? throw new InvalidDataException("A code's row has no kind."));
        return new(PromoCode.Parse(row.RowKey), row.GetString(Campaign) is { } campaign ? CampaignId.Parse(campaign) : null, kind)
        {
            Status = (CodeStatus)(row.GetInt32(Status) ?? 0),
            Batch = row.GetString(Batch) is { } batch ? BatchId.Parse(batch) : null,
            BoundTo = row.GetString(BoundTo) is { } key && CustomerKey.TryParse(key, out var customer, out _) ? customer : null,
            ExpiresAt = row.GetDateTimeOffset(ExpiresAt),
            Gift = row.GetString(Reason) is { } reason && row.GetDateTimeOffset(GivenAt) is { } givenAt ? new(reason, row.GetString(Agent) ?? "", givenAt) : null,
            TakenBy = TakerOf(row),
            Settled = TakerOf(row) is { } taker && row.GetString(SettledBy) == taker,
            WrittenAt = row.Timestamp,
            Stamp = kind == CodeKind.Public ? null : StampOf(row),
        };
    }

    /// <summary>The redemption that holds the code, or null.</summary>
    public static string? TakerOf(TableEntity row) => row.GetString(TakenBy) is { Length: > 0 } taker ? taker : null;

    /// <summary>The state that a redemption names when it takes the code. Without the ETag while somebody has the code: taking it by that would put him out unasked.</summary>
    public static CodeStamp StampOf(TableEntity row) => new(TakerOf(row) is null ? row.ETag.ToString() : null, VersionOf(row), IsInChunk(row))
    {
        Named = row.GetString(BoundTo) is null ? null : PromoCode.Parse(row.RowKey),
    };

    /// <summary>Whether the code is one of a chunk, which keeps account of it.</summary>
    public static bool IsInChunk(TableEntity row) => row.GetString(Batch) is not null && !IsImported(row);

    /// <summary>Counts the changes of what a code says.</summary>
    public static int VersionOf(TableEntity row) => row.GetInt32(Version) ?? 0;

    /// <summary>When a personal code was issued alone; null for any other, and one of before that was kept.</summary>
    public static DateTimeOffset? IssuedAtOf(TableEntity row) => row.GetDateTimeOffset(IssuedAt);

    /// <summary>Which issue made a personal code.</summary>
    public static string? IssueOf(TableEntity row) => row.GetString(Issue);

    /// <summary>Merged into a code's row: who holds it; empty for nobody.</summary>
    public static TableEntity Mark(PromoCode code, string takenBy) => new(PartitionOf(code), code.Value) { [TakenBy] = takenBy, [SettledBy] = "" };

    /// <summary>Merged into a code's row: the redemption that holds it is redeemed.</summary>
    public static TableEntity Settle(PromoCode code, string redemptionId) => new(PartitionOf(code), code.Value) { [SettledBy] = redemptionId };

    /// <summary>Merged into a code's row: its use is about to be given back.</summary>
    public static TableEntity Reopen(PromoCode code) => new(PartitionOf(code), code.Value) { [SettledBy] = Reopened };

    /// <summary>Whether a redemption that is redeemed has the code, and nobody has begun to give its use back.</summary>
    public static bool MaySettle(TableEntity row, string redemptionId) => TakerOf(row) == redemptionId && row.GetString(SettledBy) != Reopened;

    private static bool IsImported(TableEntity row) => row.GetBoolean(Imported) ?? false;

    private static bool Came(TableEntity row, CampaignId campaign, BatchId with) => row.GetString(Campaign) == campaign.Value && row.GetString(Batch) == with.Value;

    private static void Set(TableEntity row, string name, string? value)
    {
        if (value is not null)
        {
            row[name] = value;
        }
    }
}
