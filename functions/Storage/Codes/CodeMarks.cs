using Azure;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>A mark that an attempt has set.</summary>
/// <param name="Code">On this code.</param>
/// <param name="ETag">Of the row with the mark.</param>
/// <param name="InChunk">Whether the code's chunk keeps account of it.</param>
internal sealed record CodeMark(PromoCode Code, ETag ETag, bool InChunk);

/// <summary>Lets one redemption at a time have a code that works once.</summary>
/// <remarks>
/// A mark names the redemption that has the code; whether it is used is what became of that redemption, and the lane's
/// transaction alone decides that. So a mark may be left behind by a crash: whoever finds one asks for the redemption's end (and
/// after 15 seconds settles it), and takes the code over when it was given up or refunded in full. Marks are set before any limit is taken, in the order
/// of the codes, so that two orders never wait for each other.
/// </remarks>
internal sealed class CodeMarks(PromoTables tables, OrderResolver resolver, HoldBook holds, RefundBook refunds)
{
    private readonly CodeChanges _changes = new(tables);

    /// <summary>Marks the attempt's codes that work once.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="set">Gets the marks that were set, also when a later one is refused.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null when all are marked; else why the attempt must be given up.</returns>
    public async Task<RedeemOutcome?> SetAsync(Attempt attempt, List<CodeMark> set, CancellationToken cancellationToken)
    {
        foreach (var part in attempt.Intent.Parts.Where(part => part.Stamp is not null).OrderBy(part => part.Code, StringComparer.Ordinal))
        {
            if (part.Stamp is { } stamp && await SetAsync(attempt.Key, part, stamp, set, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Takes the marks of an attempt that was given up away. What fails stays behind and is found out by whoever comes next.</summary>
    public async Task ClearAsync(IReadOnlyList<CodeMark> marks, CancellationToken cancellationToken)
    {
        foreach (var mark in marks)
        {
            await _changes.TryMarkAsync(mark.Code, "", mark.ETag, mark.InChunk, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a mark's redemption has the code: redeemed and not refunded in full, or held still. Decides it when its owner is gone, and ends a hold that is over.</summary>
    public async Task<bool> HoldsAsync(string takenBy, CancellationToken cancellationToken)
    {
        var key = KeyOf(takenBy);
        var decision = await resolver.ResolveAsync(key, cancellationToken).ConfigureAwait(false);
        return decision.Redemption is not null
            && (await holds.PresentAsync(key, decision, cancellationToken).ConfigureAwait(false)).State != RedemptionState.Released
            && !await refunds.UsesReturnedAsync(key, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RedeemOutcome?> SetAsync(OrderKey key, RedemptionPart part, CodeStamp stamp, List<CodeMark> set, CancellationToken cancellationToken)
    {
        var code = stamp.Named ?? PromoCode.Parse(part.Code);
        ETag? free = stamp.ETag is { } read ? new ETag(read) : null;
        while (true)
        {
            if (free is { } etag)
            {
                var (result, written) = await _changes.TryMarkAsync(code, key.RedemptionId, etag, stamp.InChunk, cancellationToken).ConfigureAwait(false);
                if (result == WriteResult.Written)
                {
                    set.Add(new(code, written, stamp.InChunk));
                    return null;
                }
            }

            // Somebody has it or was faster, or the end is not known: the row tells.
            var row = await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false);
            var taker = row is null ? null : CodeRow.TakerOf(row);
            if (row is not null && taker == key.RedemptionId)
            {
                set.Add(new(code, row.ETag, stamp.InChunk));
                return null;
            }

            if (row is null || CodeRow.VersionOf(row) != stamp.Version)
            {
                // Paused, voided, erased: decide again by what it says now.
                return new RedeemOutcome.TermsChanged([part.CampaignId]);
            }

            if (taker is not null && await HoldsAsync(taker, cancellationToken).ConfigureAwait(false))
            {
                return new RedeemOutcome.Refused([new LimitRefusal(part.Code, LimitKind.Code, null)]);
            }

            // Free, or left behind by a redemption that was given up, which cannot take it any more.
            free = row.ETag;
        }
    }

    private static OrderKey KeyOf(string takenBy) => OrderKey.Parse(takenBy) ?? throw new InvalidDataException("A code's mark names no redemption.");
}
