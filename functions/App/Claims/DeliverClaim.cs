using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>Carries out what must follow a claim's decision, from the mark that was written with the decision.</summary>
public sealed class DeliverClaim(IClaimStore claims, IEnumerable<IClaimDelivery> deliveries, TimeProvider time, ILogger<DeliverClaim> logger)
{
    // Longer than a decision's own delivery takes; a sweep beside it would only do everything twice.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IReadOnlyDictionary<string, IClaimDelivery> _byName =
        deliveries.ToDictionary(delivery => delivery.Name, StringComparer.Ordinal);

    /// <summary>All that must follow a decision: <see cref="ClaimState.ToDeliver"/> of a claim that was just decided.</summary>
    public IReadOnlyList<string> All => [.. _byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Delivers what is left of a claim, and takes off its mark what was delivered. Safe beside itself.</summary>
    /// <exception cref="AggregateException">Something could not be delivered; the rest was.</exception>
    public async Task HandleAsync(ClaimRecord decided, CancellationToken cancellationToken)
    {
        for (ClaimRecord? claim = decided; claim is not null;)
        {
            var (done, entries, failures) = await DeliverAsync(claim, cancellationToken).ConfigureAwait(false);
            var next = claim.State with { ToDeliver = [.. claim.State.ToDeliver.Except(done)] };
            if (done.Count > 0 && await claims.SaveAsync(claim, next, entries, cancellationToken).ConfigureAwait(false) is null)
            {
                // Changed meanwhile, by another delivery or by a new decision: what is left now is taken up.
                claim = await claims.FindAsync(claim.Id, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (failures.Count > 0)
            {
                throw new AggregateException("What follows a claim's decision could not be delivered whole.", failures);
            }

            return;
        }
    }

    /// <summary>Delivers what crashes have left.</summary>
    /// <returns>How many claims were looked at.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var seen = 0;
        await foreach (var claim in claims.UndeliveredAsync(time.GetUtcNow() - Patience, cancellationToken).ConfigureAwait(false))
        {
            seen++;
            try
            {
                await HandleAsync(claim, cancellationToken).ConfigureAwait(false);
            }
            catch (AggregateException failure)
            {
                // The next run tries again; other claims are not kept waiting.
                Log.ClaimUndelivered(logger, failure);
            }
        }

        return seen;
    }

    private async Task<(List<string> Done, List<AuditEntry> Entries, List<Exception> Failures)> DeliverAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        var (done, entries, failures) = (new List<string>(), new List<AuditEntry>(), new List<Exception>());
        if (!claim.State.ToDeliver.Any(_byName.ContainsKey))
        {
            return (done, entries, failures);
        }

        var content = await claims.FindContentAsync(claim, cancellationToken).ConfigureAwait(false);
        foreach (var name in claim.State.ToDeliver)
        {
            // What only a newer program delivers is left to it.
            if (!_byName.TryGetValue(name, out var delivery))
            {
                continue;
            }

            try
            {
                if (await delivery.DeliverAsync(claim, content, time.GetUtcNow(), cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    entries.Add(entry);
                }

                done.Add(name);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // One that fails does not hold up the other.
                failures.Add(failure);
            }
        }

        return (done, entries, failures);
    }
}
