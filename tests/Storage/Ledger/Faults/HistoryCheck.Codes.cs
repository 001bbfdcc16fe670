using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <content>What the rows of codes that work once say.</content>
internal sealed partial class HistoryCheck
{
    /// <summary>Whatever died, no code is said to be used whose use was given back.</summary>
    private async Task CheckSettledCodesAsync(FaultyProcess process)
    {
        foreach (var code in history.Script.Campaigns.SelectMany(campaign => campaign.Codes))
        {
            if (await process.Tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, CancellationToken.None) is { } row
                && CodeRow.Read(row) is { Settled: true, TakenBy: { } taker }
                && OrderKey.Parse(taker) is { } key)
            {
                Expect(!await process.Ledger.Refunds.UsesReturnedAsync(key, CancellationToken.None), $"{code}: said to be used by {taker}, which gave its use back");
            }
        }
    }

    /// <summary>After the recovery, whoever is said to have a code has it.</summary>
    private async Task CheckCodesAsync(FaultyProcess process)
    {
        await CheckSettledCodesAsync(process);
        foreach (var code in history.Script.Campaigns.SelectMany(campaign => campaign.Codes))
        {
            if (await process.Tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, CancellationToken.None) is { } row
                && CodeRow.Read(row) is { Settled: true, TakenBy: { } taker })
            {
                Expect(await process.Ledger.Marks.HoldsAsync(taker, CancellationToken.None), $"{code}: said to be used by {taker}, which does not have it");
            }
        }
    }
}
