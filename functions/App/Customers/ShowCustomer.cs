using System.Collections.Immutable;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Customers;

/// <summary>Answers what the helpdesk asks about a customer: codes, redemptions, refused attempts and claims, the newest first.</summary>
public sealed class ShowCustomer(ICodeStore codes, ICustomerHistory redemptions, IAttemptJournal attempts, IClaimStore claims, CustomerKeys keys, CodePseudonyms pseudonyms)
{
    /// <summary>200; of somebody nobody knows, with empty lists.</summary>
    public Task<Answer> HandleAsync(string idOrEmail, CustomerPage page, CancellationToken cancellationToken) =>
        NamedCustomer.KeyOf(idOrEmail, keys) is { } customer
            ? HandleAsync(customer, page, cancellationToken)
            : Task.FromResult<Answer>(Problem.Invalid("customer", $"must be an e-mail address or an id of at most {Customer.MaxNameLength} characters."));

    /// <summary>The same for a customer of whom more is known.</summary>
    public Task<Answer> HandleAsync(HistoryRequest request, CustomerPage page, CancellationToken cancellationToken) =>
        HandleAsync(keys.Of(request.Customer) ?? throw new InvalidOperationException("A request was read whose customer is nobody."), page, cancellationToken);

    private async Task<Answer> HandleAsync(CustomerKey customer, CustomerPage page, CancellationToken cancellationToken)
    {
        var issued = page.Codes.Ended ? [] : await TakeAsync(codes.PersonalOfAsync(customer, page.Codes.After, cancellationToken), page.Limit, cancellationToken).ConfigureAwait(false);
        var refused = page.Attempts.Ended ? [] : await TakeAsync(attempts.OfAsync(customer, page.Attempts.After, cancellationToken), page.Limit, cancellationToken).ConfigureAwait(false);
        var redeemed = page.Redemptions.Ended
            ? new HistoryPage([], null)
            : await redemptions.ReadAsync(customer.Value, page.Limit, page.Redemptions.After, cancellationToken).ConfigureAwait(false);
        var claimed = page.Claims.Ended
            ? new ClaimPage([], null)
            : await claims.ListAsync(new ClaimQuery(null, customer, null, null, null, page.Limit, page.Claims.After), cancellationToken).ConfigureAwait(false);
        var shown = new CustomerHistory(
            [.. issued.Take(page.Limit)],
            redeemed.Items,
            [.. refused.Take(page.Limit)],
            claimed.Items,
            await NamesAsync(customer, cancellationToken).ConfigureAwait(false),
            CustomerPage.TokenOf(
                issued.Count > page.Limit ? issued[page.Limit - 1].Place : null,
                redeemed.Next,
                refused.Count > page.Limit ? refused[page.Limit - 1].Place : null,
                claimed.Next));
        return Answer.Ok(shown.Write);
    }

    /// <summary>The customer's own codes by their pseudonyms, under which the books and the journal have them.</summary>
    private async Task<ImmutableDictionary<string, PromoCode>> NamesAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var names = ImmutableDictionary.CreateBuilder<string, PromoCode>(StringComparer.Ordinal);
        await foreach (var code in codes.PersonalNamesOfAsync(customer, cancellationToken).ConfigureAwait(false))
        {
            names[pseudonyms.Of(code)] = code;
        }

        return names.ToImmutable();
    }

    /// <summary>One more than the limit, which tells whether there is more.</summary>
    private static async Task<List<T>> TakeAsync<T>(IAsyncEnumerable<T> items, int limit, CancellationToken cancellationToken) =>
        await items.Take(limit + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
}
