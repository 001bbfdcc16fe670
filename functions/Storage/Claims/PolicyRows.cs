using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

/// <summary>
/// Rows of table <c>Policies</c>: one partition, so that a version and the mark that it is in force are one transaction.
/// A version's row is never rewritten; the mark is small, since every decision reads it.
/// </summary>
internal static class PolicyRows
{
    public const string Partition = "policy";

    /// <summary>The row that says which version is in force; there is none before the first change.</summary>
    public const string Current = "current";

    public const string VersionPrefix = "v|";
    public const string Version = nameof(Version);
    public const string From = nameof(From);
    public const string Nonce = nameof(Nonce);

    private const string Policy = nameof(Policy);

    public static string KeyOf(int version) => string.Create(CultureInfo.InvariantCulture, $"{VersionPrefix}{version:D8}");

    public static TableEntity OfCurrent(int version) => new(Partition, Current) { [Version] = version };

    public static TableEntity Of(PolicyVersion version, string nonce)
    {
        var row = new TableEntity(Partition, KeyOf(version.Version)) { [Version] = version.Version, [From] = version.From.UtcTicks, [Nonce] = nonce };
        row.SetLongText(Policy, version.Policy.ToText());
        return row;
    }

    public static PolicyStamp ReadStamp(TableEntity row) =>
        new(row.GetInt32(Version) ?? 0, new DateTimeOffset(row.GetInt64(From) ?? 0, TimeSpan.Zero));

    public static PolicyVersion Read(TableEntity row)
    {
        var (number, from) = ReadStamp(row);
        var errors = new InputErrors();
        return JsonInput.Read(Encoding.UTF8.GetBytes(row.GetLongText(Policy)), errors, Domain.Claims.Policies.Policy.ReadAccepted) is { } policy
            ? new(number, from, policy)
            : throw new InvalidDataException($"The kept policy {number} cannot be read: {errors.ToList()[0].Key} {errors.ToList()[0].Value[0]}");
    }
}
