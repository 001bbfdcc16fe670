using System.Globalization;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Storage.Claims;

/// <summary>Table <c>ClaimDue</c>: a row for each duty, partitioned by the minute from which on it is due.</summary>
internal static class ClaimDueRow
{
    private const string MinuteFormat = "yyyy-MM-ddTHH:mm";

    /// <summary>The partition of an instant's minute: ordinal order is order of time.</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture);

    public static TableEntity Of(ClaimDuty duty) => new(Minute(duty.Due), Vocabulary<ClaimDutyKind>.Words[duty.Kind] + "|" + duty.Claim.Value);

    /// <summary>The duty of a row; null when another version of this program wrote it.</summary>
    public static ClaimDuty? Read(TableEntity row)
    {
        var bar = row.RowKey.IndexOf('|', StringComparison.Ordinal);
        return bar > 0
            && Vocabulary<ClaimDutyKind>.Words.TryFind(row.RowKey[..bar], out var kind)
            && ClaimId.TryParse(row.RowKey[(bar + 1)..], out var id, out _)
            && DateTimeOffset.TryParseExact(row.PartitionKey, MinuteFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var due)
            ? new ClaimDuty(kind, id, due)
            : null;
    }
}
