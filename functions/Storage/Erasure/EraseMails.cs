using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;
using PromoFunctions.Storage.Mailing;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Erasure;

/// <summary>Deletes what is still to be mailed to a customer. It looks through all that waits: that is little, since a mail's content goes when the mail does.</summary>
public sealed class EraseMails(PromoTables tables, CustomerKeys keys, TimeProvider clock) : IPersonalData
{
    private readonly TableMailStore _mails = new(tables, clock);

    /// <inheritdoc/>
    public async Task EraseAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        await foreach (var (ticket, to) in _mails.WaitingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (keys.Of(Customer.Unknown with { Email = to }) == customer)
            {
                // As if it had been sent: its ticket finds its work done.
                await _mails.MarkSentAsync(ticket, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
