using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>A marked code, looked up.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="Code">The code; null when it was never written, is gone, or is somebody else's.</param>
/// <param name="Person">The person's row that names it; null for a code that is nobody's.</param>
/// <param name="Use">Whether it was used.</param>
internal sealed record DueCode(TableEntity Mark, IssuedCode? Code, TableEntity? Person, CodeUse Use)
{
    /// <summary>Looks a mark's code up: a read, one more for a person's, and what a used one's redemption takes.</summary>
    public static async Task<DueCode> FindAsync(PromoTables tables, TableRedemptionLedger ledger, TableEntity mark, CancellationToken cancellationToken)
    {
        var entry = mark.RowKey;
        TableEntity? person = null;
        if (entry.IndexOf('|', StringComparison.Ordinal) is var bar and > 0)
        {
            person = await tables.CodePersons.FindAsync(entry[..bar], entry[(bar + 1)..], cancellationToken).ConfigureAwait(false);
            entry = person?.GetString(PersonalCodes.Code);
        }

        if (entry is null
            || await tables.Codes.FindAsync(CodeRow.PartitionOf(PromoCode.Parse(entry)), entry, cancellationToken).ConfigureAwait(false) is not { } row
            || CodeRow.Read(row) is not { CampaignId: not null } code
            || (code.BoundTo is { } owner ? owner.Value != person?.PartitionKey : person is not null))
        {
            return new(mark, null, person, CodeUse.Free);
        }

        return new(mark, code, person, await UseOfAsync(ledger, code, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<CodeUse> UseOfAsync(TableRedemptionLedger ledger, IssuedCode code, CancellationToken cancellationToken)
    {
        if (code.TakenBy is not { } taker || !await ledger.Marks.HoldsAsync(taker, cancellationToken).ConfigureAwait(false))
        {
            return CodeUse.Free;
        }

        // By the mark's redemption: its state tells a hold, which may still give the code back, from an order.
        return await ledger.FindAsync(taker, cancellationToken).ConfigureAwait(false) is { State: RedemptionState.Held } ? CodeUse.Held : CodeUse.Redeemed;
    }
}

/// <summary>Whether a code that works once was used.</summary>
internal enum CodeUse
{
    /// <summary>Nobody has it.</summary>
    Free,

    /// <summary>A hold has it.</summary>
    Held,

    /// <summary>An order has it.</summary>
    Redeemed,
}
