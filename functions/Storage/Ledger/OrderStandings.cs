using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What stands of orders and redemptions, for whoever asks. An order may have had several attempts: the last one that took something tells.</summary>
internal sealed class OrderStandings(OrderBook orders, OrderResolver resolver, HoldBook holds, RefundBook refunds)
{
    /// <summary>A redemption as it stands now; null for an unknown id and for an attempt that took nothing.</summary>
    public async Task<Redemption?> FindAsync(string redemptionId, CancellationToken cancellationToken) =>
        OrderKey.Parse(redemptionId) is { } key ? (await LookAsync(key, cancellationToken).ConfigureAwait(false))?.Redemption : null;

    /// <summary>The order's own redemption as it stands now; null when it has none.</summary>
    public async Task<Redemption?> FindByOrderAsync(string orderId, CancellationToken cancellationToken) =>
        (await FindLastAsync(OrderKey.Own(orderId), rare: false, cancellationToken).ConfigureAwait(false))?.Redemption;

    /// <summary>How an order stands for a code that the books may know by one of several names.</summary>
    public async Task<OrderStanding> FindStandingAsync(string orderId, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var own = await FindLastAsync(OrderKey.Own(orderId), rare: true, cancellationToken).ConfigureAwait(false);
        var settled = names.Select(name => own?.Of(name)).FirstOrDefault(taken => taken is not null);
        foreach (var name in names)
        {
            settled ??= await FindTakenAsync(OrderKey.Retroactive(orderId, name), name, cancellationToken).ConfigureAwait(false);
        }

        return new(own?.Redemption, settled, await refunds.OrderReturnedAsync(OrderKey.Own(orderId), cancellationToken).ConfigureAwait(false))
        {
            Retroactive = await FindRetroactiveAsync(orderId, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>What stands of a code on an order, with the order or behind it.</summary>
    public async Task<Redemption?> FindSettledAsync(string orderId, string code, CancellationToken cancellationToken) =>
        await FindTakenAsync(OrderKey.Own(orderId), code, cancellationToken).ConfigureAwait(false)
        ?? await FindTakenAsync(OrderKey.Retroactive(orderId, code), code, cancellationToken).ConfigureAwait(false);

    /// <summary>What stands of a code in a slot: redeemed, or held and neither released nor lapsed.</summary>
    public async Task<Redemption?> FindTakenAsync(OrderKey slot, string code, CancellationToken cancellationToken) =>
        (await FindLastAsync(slot, rare: true, cancellationToken).ConfigureAwait(false))?.Of(code);

    /// <summary>The key of a redemption's customer; null for an unknown redemption and for an anonymous order.</summary>
    public async Task<string?> CustomerOfAsync(string redemptionId, CancellationToken cancellationToken) =>
        OrderKey.Parse(redemptionId) is { } key ? (await orders.FindAttemptAsync(key, cancellationToken).ConfigureAwait(false))?.Intent.CustomerKey : null;

    private async Task<IReadOnlyList<Redemption>> FindRetroactiveAsync(string orderId, CancellationToken cancellationToken) =>
        await orders.FindClaimedAsync(OrderKey.Own(orderId).Hash, cancellationToken).ConfigureAwait(false) is { } order
            ? [.. (await order.RedemptionsAsync(resolver, holds, cancellationToken).ConfigureAwait(false))
                .Select(taken => taken.Redemption)
                .Where(taken => taken is { Retroactive: true, State: RedemptionState.Redeemed } && taken.OrderId == orderId)]
            : [];

    /// <summary>The last attempt of a slot that took something, as it stands now; null when none did.</summary>
    /// <param name="first">Its first attempt.</param>
    /// <param name="rare">Whether there is most often none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<Taken?> FindLastAsync(OrderKey first, bool rare, CancellationToken cancellationToken)
    {
        var looked = rare ? resolver.LookForAsync(first, cancellationToken) : resolver.LookAsync(first, cancellationToken);
        if (await looked.ConfigureAwait(false) is not { } decision)
        {
            return null;
        }

        var taken = await PresentAsync(first, decision, cancellationToken).ConfigureAwait(false);
        if (taken is { Redemption.State: not RedemptionState.Released })
        {
            return taken;
        }

        var (key, before) = await orders.FindLastAsync(first, 0, cancellationToken).ConfigureAwait(false);
        if (key == first)
        {
            return taken;
        }

        // The last one took something, or is refused or under way: then it names the one before that did.
        return await LookAsync(key, cancellationToken).ConfigureAwait(false)
            ?? (before == 0 ? null : await LookAsync(key with { Attempt = before }, cancellationToken).ConfigureAwait(false));
    }

    private async Task<Taken?> LookAsync(OrderKey key, CancellationToken cancellationToken) =>
        await resolver.LookAsync(key, cancellationToken).ConfigureAwait(false) is { } decision
            ? await PresentAsync(key, decision, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<Taken?> PresentAsync(OrderKey key, Decision decision, CancellationToken cancellationToken) =>
        decision.Redemption is null ? null : new(await holds.PresentAsync(key, decision, cancellationToken).ConfigureAwait(false), decision.Codes);

    /// <summary>What an attempt took, as it stands now.</summary>
    private sealed record Taken(Redemption Redemption, IReadOnlyList<string> Codes)
    {
        /// <summary>The redemption, when it has the code still.</summary>
        public Redemption? Of(string code) => Redemption.State != RedemptionState.Released && Codes.Contains(code) ? Redemption : null;
    }
}
