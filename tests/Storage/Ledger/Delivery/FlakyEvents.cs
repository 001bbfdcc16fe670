using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Delivery;

/// <summary>A queue that fails now and then, before or after it has kept an event.</summary>
/// <param name="queue">What keeps.</param>
/// <param name="rate">Share of publications, from 0 to 1, that fail.</param>
/// <param name="random">Draws them; used under a lock.</param>
internal sealed class FlakyEvents(IRedemptionEvents queue, double rate, Random random) : IRedemptionEvents
{
    private readonly Lock _gate = new();

    public async Task PublishAsync(LaneEvents events, CancellationToken cancellationToken)
    {
        double drawn;
        lock (_gate)
        {
            drawn = random.NextDouble();
        }

        if (drawn >= rate / 2)
        {
            await queue.PublishAsync(events, cancellationToken);
        }

        if (drawn < rate)
        {
            throw new IOException("The queue is gone, or its answer.");
        }
    }
}
