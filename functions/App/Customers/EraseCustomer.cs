using Microsoft.Extensions.Logging;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;

namespace PromoFunctions.App.Customers;

/// <summary>Erases a person: deletes the rows that name or quote it, whose codes no longer work then. Books, figures and the pseudonym behind <c>perCustomer</c> stay.</summary>
public sealed class EraseCustomer(IErasureStore erasures, IEnumerable<IPersonalData> places, CustomerKeys keys, ILogger<EraseCustomer> logger)
{
    /// <summary>204 when nothing is left, also of somebody nobody knows. What a failure leaves is erased by the sweep.</summary>
    public async Task<Answer> HandleAsync(string idOrEmail, CancellationToken cancellationToken)
    {
        if (NamedCustomer.KeyOf(idOrEmail, keys) is not { } customer)
        {
            return Problem.Invalid("customer", $"must be an e-mail address or an id of at most {Customer.MaxNameLength} characters.");
        }

        await erasures.OpenAsync(customer, cancellationToken).ConfigureAwait(false);
        await EraseAsync(customer, cancellationToken).ConfigureAwait(false);
        return new Answer(204, null);
    }

    /// <summary>Completes what others began. One request when there is nothing.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var opened = await erasures.OpenedAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var customer in opened)
        {
            await EraseAsync(customer, cancellationToken).ConfigureAwait(false);
        }

        return opened.Count;
    }

    private async Task EraseAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        // First: what was sent before and is read from now on is not kept.
        await erasures.RememberAsync(customer, cancellationToken).ConfigureAwait(false);
        foreach (var place in places)
        {
            await place.EraseAsync(customer, cancellationToken).ConfigureAwait(false);
        }

        await erasures.CloseAsync(customer, cancellationToken).ConfigureAwait(false);
        Log.CustomerErased(logger);
    }
}
