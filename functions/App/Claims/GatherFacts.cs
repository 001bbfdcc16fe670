using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Claims;

/// <summary>Gathers all that a decision may use, before it is made.</summary>
public sealed class GatherFacts(
    IClaimStore claims,
    ICodeBook codes,
    IRedemptionLedger ledger,
    GatherAttempts attempts,
    FindBoundCode boundCodes,
    IGoodwillBook goodwill,
    BusinessCalendar calendar,
    CustomerKeys keys)
{
    /// <summary>The facts of a claim as they are now; the terms are those that stood when the order was placed.</summary>
    public async Task<ClaimFacts> HandleAsync(Claim claim, ClaimRecord kept, CancellationToken cancellationToken)
    {
        var customer = ClaimCustomer.KeyOf(claim, keys);
        var prior = await claims.CountBeforeAsync(customer, claim.Id, kept.ReceivedAt, cancellationToken).ConfigureAwait(false);
        var given = await goodwill.FindAsync(customer, cancellationToken).ConfigureAwait(false);
        var bound = await boundCodes.HandleAsync(customer, claim.Code, cancellationToken).ConfigureAwait(false);
        var facts = new ClaimFacts
        {
            Kind = claim.Kind,
            Currency = claim.Currency.Code,
            ReceivedAt = kept.ReceivedAt,
            RequestedAmount = claim.RequestedAmount,
            OrderPlacedAt = claim.Order?.PlacedAt,
            CartSubtotal = claim.Order?.Cart.Subtotal ?? claim.Cart?.Subtotal,
            PriorClaims90 = prior.In90Days,
            PriorClaims365 = prior.In365Days,
            OrdersPlaced = claim.Customer.OrdersPlaced,
            Tags = claim.Customer.Tags,
            TimeZone = calendar.ZoneId,
            BoundCode = bound?.Key,
            GoodwillGivenAt = given?.CountsFor(claim.Id, kept.ReceivedAt) == true ? given.GivenAt : null,
        };
        if (claim.Code is not { } code)
        {
            return claim.Order is { } placed
                ? facts with { OrderReturned = await ledger.OrderReturnedAsync(placed.Id, cancellationToken).ConfigureAwait(false) }
                : facts;
        }

        var candidate = await codes.FindAsync(code, cancellationToken).ConfigureAwait(false);
        facts = facts with
        {
            CodeKnown = candidate.Campaign is { Definition.Status: not CampaignStatus.Draft },
            CampaignId = candidate.Campaign?.Id.Value,
            RefusedAttempts = await attempts.HandleAsync(claim, customer, candidate, cancellationToken).ConfigureAwait(false),
            LimitLeft = candidate.Campaign is { } campaign ? await HasRoomAsync(campaign, customer, amount: 1, cancellationToken).ConfigureAwait(false) : null,
        };
        return claim.Order is { } order
            ? await OfOrderAsync(facts, candidate, new Purchase(order.Cart, claim.Customer, customer, order.PlacedAt), order.Id, cancellationToken).ConfigureAwait(false)
            : facts;
    }

    private async Task<ClaimFacts> OfOrderAsync(ClaimFacts facts, Candidate candidate, Purchase order, string orderId, CancellationToken cancellationToken)
    {
        // Of a code that is gone nobody can tell any more whether it bore a name.
        var mayBearName = candidate.Campaign is null || candidate.Stamp?.Named is not null;
        var standing = await ledger.FindStandingAsync(orderId, candidate.Code.Value, mayBearName, cancellationToken).ConfigureAwait(false);
        var beside = await RedeemedCodes.OfAsync(standing, codes, cancellationToken).ConfigureAwait(false);

        // A code that was paused or voided since the order was placed worked when it was, as its campaign would have.
        var then = candidate.StandingAt(order.At);
        var entitled = EvaluateOne.Entitlement(then, order, beside, ignoreEnd: false, Phrases.English);
        var withoutEnd = EvaluateOne.Entitlement(then, order, beside, ignoreEnd: true, Phrases.English);
        var terms = candidate.Campaign?.TermsAtOrFirst(order.At);
        facts = facts with
        {
            // A campaign that was still a draft when the order was placed had no codes then.
            CodeKnown = candidate.Campaign is not null && !entitled.Reasons.Any(reason => reason.Code == RefusalCodes.UnknownCode),
            TermsVersion = terms?.Number,
            TimeZone = terms?.Terms.Zone.Name ?? facts.TimeZone,
            CodeEndsAt = candidate.ExpiresAt < terms?.Terms.EndsAt ? candidate.ExpiresAt : terms?.Terms.EndsAt,
            OrderReturned = standing.Returned,
            Settled = standing.Settled is { } settled ? new Settlement(settled.RedeemedAt, settled.Retroactive) : null,
            Entitlement = entitled.Applied?.Discount,
            Refusals = [.. entitled.Reasons.Select(reason => reason.Code)],
            WithoutExpiry = withoutEnd.Applied?.Discount,
            Found = withoutEnd.Applied is { } found ? new FoundDiscount(found.ShippingDiscount, found.Lines, found.Summary) : null,
        };
        return candidate.Campaign is { } campaign && facts.WithoutExpiry is { } amount
            ? facts with { LimitLeft = await HasRoomAsync(campaign, order.CustomerKey, amount, cancellationToken).ConfigureAwait(false) }
            : facts;
    }

    private async Task<bool> HasRoomAsync(Campaign campaign, CustomerKey? customer, long amount, CancellationToken cancellationToken)
    {
        // What is seconds old may say no where there is room again, and a denial stands.
        var left = await ledger.LimitsNowAsync(campaign, customer?.Value, cancellationToken).ConfigureAwait(false);
        return !(left.Total < 1) && !(left.Customer < 1) && !(left.Budget < amount);
    }
}
