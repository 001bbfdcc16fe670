using System.Globalization;
using System.Text;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Storage.Claims;

/// <summary>
/// Table <c>ClaimIndex</c>: a row for each list that a claim stands in, the newest first. A partition is ten seconds of
/// one list, so that none grows; a list is a range of partitions.
/// </summary>
/// <param name="List">Which list: all claims, those of a status, of an agent. A customer's stand in <see cref="ClaimsOfCustomers"/>.</param>
/// <param name="ReceivedAt">When the claim came in.</param>
/// <param name="Id">Which claim.</param>
internal readonly record struct ClaimIndexKey(string List, DateTimeOffset ReceivedAt, ClaimId Id)
{
    public const string All = "all";

    // The slot is the time left until the end of time, so that the newest sorts first.
    private const long TicksPerSlot = 10 * TimeSpan.TicksPerSecond;
    private static readonly long EndOfTime = DateTimeOffset.MaxValue.UtcTicks;

    public string Partition => PartitionAt(List, ReceivedAt);

    public string Row => string.Create(CultureInfo.InvariantCulture, $"{EndOfTime - ReceivedAt.UtcTicks:D19}|{Id.Value}");

    public static string Of(ClaimStatus status) => "status|" + Vocabulary<ClaimStatus>.Words[status];

    public static string OfAgent(string agent) => "agent|" + ClaimKeys.Hash(Encoding.UTF8.GetBytes(agent));

    /// <summary>The partition of a list in which an instant lies.</summary>
    public static string PartitionAt(string list, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{list}|{(EndOfTime - at.UtcTicks) / TicksPerSlot:D12}");

    /// <summary>What a row of a list stands for.</summary>
    public static (DateTimeOffset ReceivedAt, ClaimId Id) Read(string row)
    {
        var bar = row.IndexOf('|', StringComparison.Ordinal);
        var left = long.Parse(row.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture);
        return (new DateTimeOffset(EndOfTime - left, TimeSpan.Zero), ClaimId.Parse(row[(bar + 1)..]));
    }
}
