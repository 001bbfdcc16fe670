using System.Globalization;
using Azure.Data.Tables;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Attempts;

/// <summary>
/// A row of a day's attempts: one code that did not work. Partition is the customer's key, or a session's behind <c>s|</c>; one row for each of
/// both where both are known. Rows are insert only, the newest first. None holds a personal code, an e-mail or a name.
/// </summary>
internal static class AttemptRow
{
    public const string CodeKey = nameof(CodeKey);

    /// <summary>The session's partition in which the row stands as well; only in a customer's.</summary>
    public const string Session = nameof(Session);

    /// <summary>Whose attempt it was, in a session's partition.</summary>
    private const string Customer = nameof(Customer);

    private const string Code = nameof(Code);
    private const string Reasons = nameof(Reasons);
    private const string Campaign = nameof(Campaign);
    private const string Terms = nameof(Terms);
    private const string PerCustomer = nameof(PerCustomer);
    private const string Status = nameof(Status);
    private const string Used = nameof(Used);
    private const string Limits = nameof(Limits);
    private const string TotalLeft = nameof(TotalLeft);
    private const string BudgetLeft = nameof(BudgetLeft);
    private const string CustomerLeft = nameof(CustomerLeft);
    private const string Beside = nameof(Beside);

    /// <summary>The partition of a session.</summary>
    public static string OfSession(string sessionKey) => "s|" + sessionKey;

    /// <summary>The key of a place: ordinal order is the reverse order of time.</summary>
    public static string KeyOf(HistoryPlace place) => TimeKey(place.At) + "|" + place.Id;

    /// <summary>What the keys of all rows of an instant begin with.</summary>
    public static string TimeKey(DateTimeOffset at) => (DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The rows of one code: for the customer, for the session, or for both.</summary>
    public static IEnumerable<TableEntity> Of(SentCodes sent, AttemptedCode code, string id, string codeKey, string? sessionPartition, AttemptContentBytes content)
    {
        var key = KeyOf(new(sent.At, id));
        if (sent.Customer is { } customer)
        {
            var row = Fill(new TableEntity(customer.Value, key), code, codeKey, content);
            Set(row, Session, sessionPartition);
            yield return row;
        }

        if (sessionPartition is not null)
        {
            var row = Fill(new TableEntity(sessionPartition, key), code, codeKey, content);
            Set(row, Customer, sent.Customer?.Value);
            yield return row;
        }
    }

    public static CodeAttempt Read(TableEntity row) => new(
        PlaceOf(row.RowKey),
        row.GetString(CodeKey) ?? "",
        row.GetString(Code) is { } code ? PromoCode.Parse(code) : null,
        (row.GetString(Reasons) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
        new()
        {
            CampaignId = row.GetString(Campaign) is { } campaign ? CampaignId.Parse(campaign) : null,
            TermsVersion = row.GetInt32(Terms),
            PerCustomer = row.GetInt32(PerCustomer),
            Status = (CodeStatus)(row.GetInt32(Status) ?? 0),
            Used = row.GetBoolean(Used) ?? false,
            Limits = row.GetBoolean(Limits) ?? false ? new LimitsLeft(row.GetInt64(TotalLeft), row.GetInt64(BudgetLeft), row.GetInt32(CustomerLeft)) : null,
            Beside = [.. (row.GetString(Beside) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ReadBeside)],
        },
        AttemptContentBytes.Read(row, CustomerKey.TryParse(row.GetString(Customer) ?? row.PartitionKey, out var customer, out _) ? customer : null));

    private static HistoryPlace PlaceOf(string key)
    {
        var bar = key.IndexOf('|', StringComparison.Ordinal);
        var inverted = long.Parse(key.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture);
        return new(new(DateTimeOffset.MaxValue.UtcTicks - inverted, TimeSpan.Zero), key[(bar + 1)..]);
    }

    private static TableEntity Fill(TableEntity row, AttemptedCode code, string codeKey, AttemptContentBytes content)
    {
        var standing = code.Standing;
        row[CodeKey] = codeKey;
        row[Reasons] = string.Join(',', code.Reasons);
        Set(row, Code, code.NamesNobody ? code.Code.Value : null);
        Set(row, Campaign, standing.CampaignId?.Value);
        Set(row, Terms, standing.TermsVersion);
        Set(row, PerCustomer, standing.PerCustomer);
        Set(row, Status, standing.Status == CodeStatus.Active ? null : (int)standing.Status);
        Set(row, Used, standing.Used ? true : null);
        Set(row, Beside, standing.Beside.Count == 0 ? null : string.Join(',', standing.Beside.Select(WriteBeside)));
        if (standing.Limits is { } left)
        {
            row[Limits] = true;
            Set(row, TotalLeft, left.Total);
            Set(row, BudgetLeft, left.Budget);
            Set(row, CustomerLeft, left.Customer);
        }

        content.Set(row);
        return row;
    }

    private static string WriteBeside(AttemptBeside beside) => string.Create(CultureInfo.InvariantCulture, $"{beside.CampaignId.Value}|{beside.Version}");

    private static AttemptBeside ReadBeside(string text)
    {
        var bar = text.LastIndexOf('|');
        return new(CampaignId.Parse(text[..bar]), int.Parse(text.AsSpan(bar + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static void Set(TableEntity row, string name, object? value)
    {
        if (value is not null)
        {
            row[name] = value;
        }
    }
}
