using System.Runtime.CompilerServices;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.Storage.Claims;

// What is still to be delivered: a row says where to look, the claim itself says what is left.
public sealed partial class TableClaimStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ClaimRecord> UndeliveredAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var listed in _deliveries.ReadAsync(before, cancellationToken).ConfigureAwait(false))
        {
            if (await LoadAsync(listed.Id, cancellationToken).ConfigureAwait(false) is not { } rows)
            {
                continue;
            }

            if (ClaimDelivery.Of(listed.Id, rows.State) == listed)
            {
                yield return await WithReplyAsync(rows, cancellationToken).ConfigureAwait(false);
            }
            else if (rows.State.Decisions >= listed.Decision)
            {
                // A crash after the last delivery left it. A decision that has not been made may still be on its way.
                await _deliveries.RemoveAsync(listed, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
