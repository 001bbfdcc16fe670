using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>
/// Keeps codes that bear names out of the books: orders, lanes, journal, histories and events have a personal code's pseudonym, and whoever
/// asks gets the code itself for as long as it stands in its person's rows. So an erasure leaves the books as they are.
/// </summary>
public sealed class NamelessLedger(TableRedemptionLedger ledger, PromoTables tables, CodePseudonyms pseudonyms) : IRedemptionLedger
{
    private readonly CodeNames _names = new(tables, pseudonyms);

    /// <inheritdoc/>
    public async Task<RedeemOutcome> RedeemAsync(RedemptionIntent intent, CancellationToken cancellationToken)
    {
        var mine = _names.Of(intent);
        return mine.Show(await ledger.RedeemAsync(mine.Hide(intent), cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<RedeemOutcome> RedeemRetroactivelyAsync(RedemptionIntent intent, DateTimeOffset placedAt, CancellationToken cancellationToken)
    {
        var mine = _names.Of(intent);
        return mine.Show(await ledger.RedeemRetroactivelyAsync(mine.Hide(intent), placedAt, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<HoldOutcome> ConfirmAsync(string redemptionId, CancellationToken cancellationToken) =>
        await ShowAsync(await ledger.ConfirmAsync(redemptionId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<HoldOutcome> ReleaseAsync(string redemptionId, CancellationToken cancellationToken) =>
        await ShowAsync(await ledger.ReleaseAsync(redemptionId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<Redemption?> FindAsync(string redemptionId, CancellationToken cancellationToken) =>
        await ShowAsync(await ledger.FindAsync(redemptionId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<Redemption?> FindByOrderAsync(string orderId, CancellationToken cancellationToken) =>
        await ShowAsync(await ledger.FindByOrderAsync(orderId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<OrderStanding> FindStandingAsync(string orderId, string? code, bool mayBearName, CancellationToken cancellationToken)
    {
        string[] names = code is null ? [] : mayBearName && PromoCode.TryParse(code, out var parsed, out _) ? [code, pseudonyms.Of(parsed)] : [code];
        var found = await ledger.Standings.FindStandingAsync(orderId, names, cancellationToken).ConfigureAwait(false);
        var retroactive = await Task.WhenAll(found.Retroactive.Select(redemption => ShowAsync(redemption, cancellationToken))).ConfigureAwait(false);
        return found with
        {
            Retroactive = [.. retroactive.OfType<Redemption>()],
            Own = await ShowAsync(found.Own, cancellationToken).ConfigureAwait(false),
            Settled = await ShowAsync(found.Settled, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    public async Task<Redemption?> FindSettledAsync(string orderId, string code, CancellationToken cancellationToken)
    {
        // Whether the code bears a name cannot be told from it, and the books know it by one of the two.
        var found = await ledger.FindSettledAsync(orderId, code, cancellationToken).ConfigureAwait(false)
            ?? (PromoCode.TryParse(code, out var parsed, out _)
                ? await ledger.FindSettledAsync(orderId, pseudonyms.Of(parsed), cancellationToken).ConfigureAwait(false)
                : null);
        return await ShowAsync(found, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<RefundOutcome> RefundAsync(string redemptionId, RefundRequest request, CancellationToken cancellationToken) =>
        ledger.RefundAsync(redemptionId, request, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> OrderReturnedAsync(string orderId, CancellationToken cancellationToken) => ledger.OrderReturnedAsync(orderId, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> UsesReturnedAsync(string redemptionId, CancellationToken cancellationToken) => ledger.UsesReturnedAsync(redemptionId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LimitsLeft> LimitsLeftAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        ledger.LimitsLeftAsync(campaign, customerKey, cancellationToken);

    /// <inheritdoc/>
    public Task<LimitsLeft> LimitsNowAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        ledger.LimitsNowAsync(campaign, customerKey, cancellationToken);

    private async Task<HoldOutcome> ShowAsync(HoldOutcome outcome, CancellationToken cancellationToken) =>
        outcome is HoldOutcome.Done done && await ShowAsync(done.Redemption, cancellationToken).ConfigureAwait(false) is { } redemption
            ? new HoldOutcome.Done(redemption)
            : outcome;

    private async Task<Redemption?> ShowAsync(Redemption? redemption, CancellationToken cancellationToken) =>
        redemption is not null
        && CodeNames.HidesAny(redemption.AppliedJson)
        && await ledger.Standings.CustomerOfAsync(redemption.RedemptionId, cancellationToken).ConfigureAwait(false) is { } customer
            ? (await _names.OfAsync(customer, cancellationToken).ConfigureAwait(false)).Show(redemption)
            : redemption;
}
