using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.App.Claims;

/// <summary>Finds a personal code that was issued to a customer and can still be used: not used, not voided, not expired.</summary>
public sealed class FindBoundCode(ICodeStore store, ICodeBook codes, TimeProvider time)
{
    /// <summary>The code that the claim names where it is such a code of the customer's, else the newest one; null when there is none.</summary>
    public async Task<BoundCode?> HandleAsync(CustomerKey customer, PromoCode? named, CancellationToken cancellationToken)
    {
        BoundCode? newest = null;
        await foreach (var personal in store.PersonalOfAsync(customer, null, cancellationToken).ConfigureAwait(false))
        {
            // Once one is found, only the one that the claim names can be better.
            if ((newest is null || personal.Issued.Code == named) && await AsUsableAsync(personal, cancellationToken).ConfigureAwait(false) is { } usable)
            {
                newest = usable;
                if (named is null || usable.Code == named)
                {
                    break;
                }
            }
        }

        return newest;
    }

    /// <summary>The code of a key that was found before; null when it cannot be used any more.</summary>
    public async Task<BoundCode?> ByKeyAsync(CustomerKey customer, string key, CancellationToken cancellationToken)
    {
        await foreach (var personal in store.PersonalOfAsync(customer, null, cancellationToken).ConfigureAwait(false))
        {
            if (personal.Place.Id == key)
            {
                return await AsUsableAsync(personal, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    private async Task<BoundCode?> AsUsableAsync(PersonalCode personal, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!personal.WorksAt(now)
            || (await codes.FindAsync(personal.Issued.Code, cancellationToken).ConfigureAwait(false)).Campaign is not { } campaign
            || campaign.StatusAt(now) != CampaignStatus.Active)
        {
            return null;
        }

        // A code whose campaign begins later was promised all the same.
        var terms = (campaign.TermsAt(now) ?? campaign.Latest).Terms;
        var expiresAt = personal.Issued.ExpiresAt < terms.EndsAt ? personal.Issued.ExpiresAt.Value : terms.EndsAt;
        return now < expiresAt ? new BoundCode(personal.Place.Id, personal.Issued.Code, terms, expiresAt) : null;
    }
}

/// <summary>A customer's personal code that can be used.</summary>
/// <param name="Key">Names it among the customer's codes; never the code.</param>
/// <param name="Code">The code, which bears a name.</param>
/// <param name="Terms">What it gives.</param>
/// <param name="ExpiresAt">The first instant at which it no longer works.</param>
public sealed record BoundCode(string Key, PromoCode Code, Terms Terms, DateTimeOffset ExpiresAt);
