using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>Codes of the claims desk that were taken back unused: table <c>CodeEnds</c>, partition <c>gone|</c>, campaign and a hash of what they have in common; rows <c>!</c> and the day count, see <see cref="OnceTally"/>.</summary>
/// <remarks>The partition does not tell the day, so a code that is counted again on another one counts once.</remarks>
internal sealed class WithdrawnTally(PromoTables tables, BusinessCalendar calendar, TimeProvider clock)
{
    private const string First = "gone|";
    private const string Counter = "!";
    private const string Campaign = nameof(Campaign);
    private const string Reason = nameof(Reason);
    private const string Agent = nameof(Agent);
    private const string Expires = nameof(Expires);

    private readonly OnceTally _once = new(tables.CodeEnds);

    /// <summary>Counts a code on the present day, unless it was counted before.</summary>
    public async Task AddAsync(IssuedCode code, CancellationToken cancellationToken)
    {
        if (code is not { CampaignId: { } campaign, Gift: { } gift })
        {
            return;
        }

        var expires = calendar.LastDayOf(code.ExpiresAt) ?? "";
        var common = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{gift.Reason}\n{expires}\n{gift.Agent}")).AsSpan(0, 16));
        await _once.AddAsync(
            $"{First}{campaign.Value}|{common}",
            Counter + calendar.DayOf(clock.GetUtcNow()),
            new Dictionary<string, string> { [Campaign] = campaign.Value, [Reason] = gift.Reason, [Agent] = gift.Agent, [Expires] = expires },
            [code.Code],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The counts through a day.</summary>
    public async Task<IReadOnlyList<WithdrawnGifts>> ReadAsync(string lastDay, CancellationToken cancellationToken)
    {
        var (end, last) = (First + "~", Counter + lastDay);
        var counts = new List<WithdrawnGifts>();
        await foreach (var row in tables.CodeEnds.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {First} and PartitionKey lt {end} and RowKey le {last}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            counts.Add(new(row.RowKey[Counter.Length..], row.GetString(Campaign), row.GetString(Reason), row.GetString(Agent), row.GetString(Expires), row.GetInt64(OnceTally.Count) ?? 0));
        }

        return counts;
    }
}
