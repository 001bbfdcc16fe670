using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
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
            if (await process.Tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, CancellationToken.None) is not { } row)
            {
                _wrong.Add($"{code}: gone");
                continue;
            }

            var read = CodeRow.Read(row);
            if (read is { Settled: true, TakenBy: { } taker })
            {
                Expect(await process.Ledger.Marks.HoldsAsync(taker, CancellationToken.None), $"{code}: said to be used by {taker}, which does not have it");
            }

            // A change of a code and the note of it beside its chunk are one transaction.
            if (CodeRow.IsInChunk(row) && await process.Tables.Codes.FindAsync(CodeRow.PartitionOf(code), ChunkRow.Key, CancellationToken.None) is { } notes)
            {
                var batch = new BatchRow(CampaignId.Parse(row.GetString(CodeRow.Campaign) ?? ""), BatchId.Parse(HistoryScript.Batch), CodeBatch.Create(code, 1), default, 1, default);
                var noted = ChunkRow.Read(notes, code, batch);
                Expect(noted.TakenBy == read.TakenBy && noted.Status == read.Status, $"{code}: {read}, noted is {noted}");
            }
        }
    }

    /// <summary>While a code was set aside nobody took it. Uses of an order over several campaigns are booked later than they are taken.</summary>
    private void CheckPauses(LaneRows state)
    {
        foreach (var pause in history.Paused.Where(pause => pause is { From: not null, To: not null }))
        {
            // Somebody else who set it aside as well may have taken it back.
            if (!history.Paused.Any(other => other != pause && other.Code == pause.Code && other.Asked < pause.To && !(other.Ended < pause.Asked)))
            {
                var taken = state.Journal.FirstOrDefault(entry => entry.Takes && entry.Code == pause.Code.Value && entry.At > pause.From && entry.At < pause.To && _attempts.GetValueOrDefault(entry.RedemptionId) is { Lanes.Length: 1 });
                Expect(taken is null, $"{pause.Code}: set aside from {pause.From:O} to {pause.To:O}, and taken: {taken}");
            }
        }
    }
}
