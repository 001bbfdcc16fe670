using System.Globalization;
using System.Text;

namespace Azure.Data.Tables.Sas;

/// <summary>
/// The forms that the fields of a signature take, see https://learn.microsoft.com/rest/api/storageservices/create-service-sas
/// and https://learn.microsoft.com/rest/api/storageservices/create-account-sas.
/// </summary>
internal static class SasFields
{
    /// <summary>The version that the texts to sign are written by.</summary>
    public const string Version = "2019-02-02";

    private static readonly (TableSasPermissions Permission, char Letter)[] s_table =
        [(TableSasPermissions.Read, 'r'), (TableSasPermissions.Add, 'a'), (TableSasPermissions.Update, 'u'), (TableSasPermissions.Delete, 'd')];

    private static readonly (TableAccountSasPermissions Permission, char Letter)[] s_account =
    [
        (TableAccountSasPermissions.Read, 'r'), (TableAccountSasPermissions.Write, 'w'), (TableAccountSasPermissions.Delete, 'd'),
        (TableAccountSasPermissions.List, 'l'), (TableAccountSasPermissions.Add, 'a'), (TableAccountSasPermissions.Update, 'u'),
    ];

    private static readonly (TableAccountSasResourceTypes Type, char Letter)[] s_types =
        [(TableAccountSasResourceTypes.Service, 's'), (TableAccountSasResourceTypes.Container, 'c'), (TableAccountSasResourceTypes.Object, 'o')];

    public static string Of(TableSasPermissions permissions) => string.Concat(s_table.Where(each => permissions.HasFlag(each.Permission)).Select(each => each.Letter));

    public static string Of(TableAccountSasPermissions permissions) =>
        string.Concat(s_account.Where(each => permissions.HasFlag(each.Permission)).Select(each => each.Letter));

    public static string Of(TableAccountSasResourceTypes types) => string.Concat(s_types.Where(each => types.HasFlag(each.Type)).Select(each => each.Letter));

    /// <summary>An instant to the second, in UTC; the default is no instant.</summary>
    public static string Of(DateTimeOffset instant) =>
        instant == default ? string.Empty : instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Of(TableSasProtocol protocol) => protocol switch
    {
        TableSasProtocol.Https => "https",
        TableSasProtocol.HttpsAndHttp => "https,http",
        TableSasProtocol.None => string.Empty,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    /// <summary>The letters of some permissions in the order that the service wants.</summary>
    /// <exception cref="ArgumentException">One of them is none that there is.</exception>
    public static string Ordered(string rawPermissions, string known)
    {
        ArgumentNullException.ThrowIfNull(rawPermissions);
        foreach (var letter in rawPermissions)
        {
            if (!known.Contains(letter, StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"{letter} is not a valid SAS permission.", nameof(rawPermissions));
            }
        }

        return string.Concat(known.Where(letter => rawPermissions.Contains(letter, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Adds a field to a query unless it is empty.</summary>
    public static void Append(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            query.Append(query.Length == 0 ? string.Empty : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
