using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>What a person's row in <c>CodePersons</c> says of the notice before the code's end.</summary>
internal static class PersonNotice
{
    private const string At = "NoticeAt";
    private const string Email = "NoticeEmail";
    private const string FirstName = "NoticeName";
    private const string Language = "NoticeLanguage";
    private const string Keys = "NoticeKeys";

    /// <summary>Writes it into a row.</summary>
    public static void Set(TableEntity row, CodeNotice notice)
    {
        row[At] = notice.At;
        row[Email] = notice.Email;
        row[Language] = notice.Language;
        row[Keys] = string.Join(' ', notice.Keys.Select(key => key.Value));
        if (notice.FirstName is { } name)
        {
            row[FirstName] = name;
        }
    }

    /// <summary>What a row says; null for a code that nobody is told of.</summary>
    public static CodeNotice? Read(TableEntity row)
    {
        if (row.GetDateTimeOffset(At) is not { } at || row.GetString(Email) is not { } email)
        {
            return null;
        }

        var keys = new List<CustomerKey>();
        foreach (var text in (row.GetString(Keys) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (CustomerKey.TryParse(text, out var key, out _))
            {
                keys.Add(key);
            }
        }

        return new(at, email, row.GetString(FirstName), row.GetString(Language) ?? "", keys);
    }

    /// <summary>The same row without it; null when it says nothing.</summary>
    public static TableEntity? Without(TableEntity row)
    {
        if (!row.ContainsKey(Email))
        {
            return null;
        }

        var rest = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (name, value) in row)
        {
            if (name is not (At or Email or FirstName or Language or Keys or "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
            {
                rest[name] = value;
            }
        }

        return rest;
    }
}
