using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.App.Claims;

/// <summary>Gives what a ruling gives, once however often it is asked, or finds that a fact is not as it was gathered.</summary>
public sealed class CarryOutRuling(PayClaim pay, GiveCode give, FindBoundCode find, OfferAlternatives offer, CustomerKeys keys)
{
    /// <summary>Carries a ruling out.</summary>
    /// <param name="claim">What was asked for.</param>
    /// <param name="facts">What the ruling was made of.</param>
    /// <param name="ruling">What is to be given.</param>
    /// <param name="cancellationToken">Gives up; it is called again.</param>
    public async Task<CarriedOut> HandleAsync(Claim claim, ClaimFacts facts, ClaimRuling ruling, CancellationToken cancellationToken)
    {
        var carried = ruling switch
        {
            { Pays: true } => await PayAsync(claim, facts, ruling, cancellationToken).ConfigureAwait(false),
            { Gift: { } gift } => await GiveAsync(claim, facts, gift, cancellationToken).ConfigureAwait(false),
            _ when ruling.ToGive.Contains(PolicyRemedy.Resend) => await ResendAsync(claim, facts, cancellationToken).ConfigureAwait(false),
            _ => new CarriedOut.Done([], null),
        };
        return carried is CarriedOut.Done done && ruling.ToGive.Contains(PolicyRemedy.Alternative)
            ? done with { Remedies = [.. done.Remedies, .. await offer.HandleAsync(claim, cancellationToken).ConfigureAwait(false)] }
            : carried;
    }

    private async Task<CarriedOut> PayAsync(Claim claim, ClaimFacts facts, ClaimRuling ruling, CancellationToken cancellationToken) =>
        await pay.HandleAsync(claim, facts, ruling, cancellationToken).ConfigureAwait(false) switch
        {
            Payment.Made { Redemption: var paid } => new CarriedOut.Done([new Remedy.Refund(paid.Discount, paid.RedemptionId)], paid),
            Payment.Settled settled => new CarriedOut.Otherwise(facts with { Settled = settled.Before }, "already-settled", "The ledger has the code as settled for this order."),
            Payment.NoRoom => new CarriedOut.Otherwise(facts with { LimitLeft = false }, "limit-reached", "The ledger had no room left under the limits."),
            Payment.Returned => new CarriedOut.Otherwise(facts with { OrderReturned = true }, "order-returned", "The order was given back in full meanwhile."),
            var other => throw new InvalidOperationException($"No such payment: {other}."),
        };

    private async Task<CarriedOut> GiveAsync(Claim claim, ClaimFacts facts, CodeGift gift, CancellationToken cancellationToken) =>
        await give.HandleAsync(claim, facts.ReceivedAt, gift, cancellationToken).ConfigureAwait(false) switch
        {
            Giving.Given given => new CarriedOut.Done([given.Code], null),
            Giving.GivenBefore before => new CarriedOut.Otherwise(facts with { GoodwillGivenAt = before.At }, "goodwill-given", "Another claim of the customer got a code meanwhile."),
            Giving.Stopped => new CarriedOut.Otherwise(facts with { GoodwillStopped = true }, "goodwill-stopped", "The shop has paused, ended or changed the campaign that such codes are of."),
            var other => throw new InvalidOperationException($"No such giving: {other}."),
        };

    private async Task<CarriedOut> ResendAsync(Claim claim, ClaimFacts facts, CancellationToken cancellationToken)
    {
        var found = facts.BoundCode is { } key
            ? await find.ByKeyAsync(ClaimCustomer.KeyOf(claim, keys), key, cancellationToken).ConfigureAwait(false)
            : null;
        if (found is null)
        {
            return new CarriedOut.Otherwise(facts with { BoundCode = null }, "code-gone", "The customer's code was used or ended meanwhile.");
        }

        var summary = TermsText.Summary(found.Terms, ClaimLanguage.PhrasesOf(claim));
        return new CarriedOut.Done([new Remedy.SentAgain(found.Key, summary, found.ExpiresAt) { Code = found.Code.Value }], null);
    }
}
