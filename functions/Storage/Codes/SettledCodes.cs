using Azure;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>Says in a code's own row that the redemption which took it is redeemed, so that validation need not ask for what became of it.</summary>
/// <remarks>
/// Redeeming does not look at it. It is written behind the commit and may be missing. It never stands while the use is given back:
/// before a refund of everything is recorded, <see cref="ReopenAsync"/> takes it away and leaves a word in its place, which moves the row's ETag and by
/// which no <see cref="SettleAsync"/> that comes late writes it again. The next redemption that takes the code begins anew.
/// </remarks>
/// <param name="tables">The installation's tables.</param>
/// <param name="pseudonyms">By which books name codes that bear names; null where the books have the codes themselves.</param>
internal sealed class SettledCodes(PromoTables tables, CodePseudonyms? pseudonyms)
{
    /// <summary>Notes that an attempt which was redeemed has its codes. Left out where a row has changed meanwhile or storage does not answer.</summary>
    public async Task SettleAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (!attempt.Marks.IsEmpty)
        {
            // Whoever could not find the code by its pseudonym again could not take the note away again.
            foreach (var mark in attempt.Marks.Where(mark => pseudonyms is not null || attempt.Intent.Parts.Any(part => part.Code == mark.Code.Value)))
            {
                await tables.Codes.TryMergeAsync(CodeRow.Settle(mark.Code, attempt.Key.RedemptionId), mark.ETag, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        foreach (var code in await CodesOfAsync(attempt, cancellationToken).ConfigureAwait(false))
        {
            if (await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } row
                && CodeRow.MaySettle(row, attempt.Key.RedemptionId))
            {
                await tables.Codes.TryMergeAsync(CodeRow.Settle(code, attempt.Key.RedemptionId), row.ETag, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>From its return on, what became of the attempt is asked for again wherever its codes are validated. One request for each, and one for all that bear a name.</summary>
    public async Task ReopenAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        foreach (var code in await CodesOfAsync(attempt, cancellationToken).ConfigureAwait(false))
        {
            while ((await tables.Codes.TryMergeAsync(CodeRow.Reopen(code), ETag.All, cancellationToken).ConfigureAwait(false)).Result == WriteResult.Unknown)
            {
                // Throws when storage is away, and then nothing was refunded.
                await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The codes of an attempt that work once; not those of a person who was erased.</summary>
    private async Task<IReadOnlyList<PromoCode>> CodesOfAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var once = attempt.Intent.Parts.Where(part => part.Stamp is not null).Select(part => part.Code).ToList();
        var found = once.Where(code => !IsPseudonym(code)).Select(PromoCode.Parse).ToList();
        if (pseudonyms is not null && attempt.Intent.CustomerKey is { } customer && once.Exists(IsPseudonym))
        {
            await foreach (var code in PersonalCodes.NamesOfAsync(tables, customer, cancellationToken).ConfigureAwait(false))
            {
                if (once.Contains(pseudonyms.Of(code)))
                {
                    found.Add(code);
                }
            }
        }

        return found;
    }

    private static bool IsPseudonym(string code) => code.StartsWith(CodePseudonyms.Prefix, StringComparison.Ordinal);
}
