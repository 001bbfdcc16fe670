using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Catalog;

/// <summary>Rows of table <c>Catalog</c>: one partition, so that a change of a campaign, its versions, its codes and the log of changes is one transaction.</summary>
internal static class CampaignRow
{
    public const string Partition = "catalog";
    public const string StampRow = "stamp";
    public const string CampaignPrefix = "m|";
    public const string VersionPrefix = "v|";
    public const string CodePrefix = "p|";

    public const string Revision = nameof(Revision);
    public const string Currency = nameof(Currency);
    public const string Total = nameof(Total);
    public const string Budget = nameof(Budget);
    public const string PerCustomer = nameof(PerCustomer);
    public const string Nonce = nameof(Nonce);
    public const string Sequence = nameof(Sequence);
    public const string Status = nameof(Status);

    public static string KeyOf(string campaignId) => CampaignPrefix + campaignId;

    public static string KeyOfVersion(string campaignId, int number) => string.Create(CultureInfo.InvariantCulture, $"{VersionPrefix}{campaignId}|{number:D6}");

    public static string KeyOfCode(PromoCode code) => CodePrefix + code.Value;

    public static string KeyOfChange(long sequence) => string.Create(CultureInfo.InvariantCulture, $"chg|{sequence:D12}");

    public static TableEntity OfCampaign(Campaign campaign, string nonce)
    {
        var row = new TableEntity(Partition, KeyOf(campaign.Id.Value))
        {
            [Revision] = campaign.Revision,
            [Currency] = campaign.Definition.Terms.Currency.Code,
            ["Versions"] = campaign.Versions.Count,
            ["Lanes"] = campaign.Lanes,
            [Nonce] = nonce,
        };
        if (campaign.Definition.Limits.Total is { } total)
        {
            row[Total] = total;
        }

        if (campaign.Definition.Limits.Budget is { } budget)
        {
            row[Budget] = budget;
        }

        if (campaign.Definition.Limits.PerCustomer is { } perCustomer)
        {
            row[PerCustomer] = perCustomer;
        }

        row.SetLongText("Definition", Json(campaign.Definition.Write));
        row.SetLongText("Statuses", JsonSerializer.Serialize(campaign.Statuses));
        return row;
    }

    public static TableEntity OfVersion(CampaignId id, CampaignVersion version)
    {
        var row = new TableEntity(Partition, KeyOfVersion(id.Value, version.Number));
        row.SetLongText("Version", Json(version.Write));
        return row;
    }

    public static TableEntity OfCode(PromoCode code, CampaignId id, string nonce, DateTimeOffset addedAt) => new(Partition, KeyOfCode(code))
    {
        ["Campaign"] = id.Value,
        [Status] = (int)CodeStatus.Active,
        [Nonce] = nonce,
        [nameof(PublicCode.AddedAt)] = addedAt,
    };

    public static TableEntity OfChange(long sequence, string key) => new(Partition, KeyOfChange(sequence)) { ["Key"] = key };

    public static TableEntity OfStamp(long sequence) => new(Partition, StampRow) { [Sequence] = sequence };

    public static CampaignDefinition ReadDefinition(TableEntity row) => Parse(row.GetLongText("Definition"), CampaignDefinition.ReadStored);

    public static IReadOnlyList<StatusChange> ReadStatuses(TableEntity row) => JsonSerializer.Deserialize<StatusChange[]>(row.GetLongText("Statuses")) ?? [];

    public static int VersionsOf(TableEntity row) => row.GetInt32("Versions") ?? 0;

    public static int LanesOf(TableEntity row) => row.GetInt32("Lanes") ?? 1;

    public static CampaignVersion ReadVersion(TableEntity row) => Parse(row.GetLongText("Version"), CampaignVersion.Read);

    public static PublicCode ReadCode(TableEntity row) => new(
        PromoCode.Parse(row.RowKey[CodePrefix.Length..]),
        CampaignId.Parse(row.GetString("Campaign") ?? ""),
        (CodeStatus)(row.GetInt32(Status) ?? 0))
    {
        AddedAt = row.GetDateTimeOffset(nameof(PublicCode.AddedAt)),
        Statuses = row.GetLongText("Statuses") is { Length: > 0 } statuses ? JsonSerializer.Deserialize<CodeStatusChange[]>(statuses) ?? [] : [],
    };

    /// <summary>Sets where a public code stands, and keeps since when.</summary>
    public static void SetStatus(TableEntity row, CodeStatusChange change)
    {
        var standing = ReadCode(row);
        row[Status] = (int)change.Status;
        row.SetLongText("Statuses", JsonSerializer.Serialize(CodeStatusChange.After(standing.Statuses, standing.Status, change)));
    }

    /// <summary>The limits that the ledger keeps for the campaign.</summary>
    public static LaneLimits LimitsOf(TableEntity row) => new(
        row.GetInt32(Revision) ?? 0,
        row.GetString(Currency) ?? "",
        row.GetInt64(Total),
        row.GetInt64(Budget),
        row.GetInt32(PerCustomer),
        LanesOf(row));

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static T Parse<T>(string json, Func<FieldReader, T?> read)
        where T : class
    {
        var errors = new InputErrors();
        return JsonInput.Read(Encoding.UTF8.GetBytes(json), errors, read)
            ?? throw new InvalidDataException($"A stored {typeof(T).Name} cannot be read: {errors.ToList()[0].Key} {errors.ToList()[0].Value[0]}");
    }
}
