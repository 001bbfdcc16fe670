using Microsoft.Extensions.Logging;
using PromoFunctions.App.Queues;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;

namespace PromoFunctions.App.Claims;

/// <summary>Takes a claim from the queue to its decision, with one effect however often it is delivered.</summary>
public sealed class ProcessClaim(
    IClaimStore claims,
    IClaimPapers papers,
    IErasureStore erasures,
    SettleClaim settle,
    DeliverClaim deliver,
    FailClaim fail,
    CustomerKeys keys,
    TimeProvider time,
    ILogger<ProcessClaim> logger)
{
    /// <summary>The dead-letter reason of other content under the id of a claim that stands.</summary>
    internal const string ContentDiffers = "content-differs";

    private readonly StoragePatience _patience = new(TimeSpan.FromMinutes(4), time, logger);

    /// <summary>Processes a message.</summary>
    /// <returns>Null when the claim is decided, or its customer was erased since it was sent; why the message can never be processed otherwise.</returns>
    public async Task<ClaimFailure?> HandleAsync(QueuedClaim message, CancellationToken cancellationToken)
    {
        try
        {
            return await _patience.TryAsync(() => TryAsync(message, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (message.Delivery >= QueuedClaim.LastDelivery && !cancellationToken.IsCancellationRequested)
        {
            Log.ClaimFailed(logger, failure);
            return await GiveUpAsync(message, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ClaimFailure?> TryAsync(QueuedClaim message, CancellationToken cancellationToken)
    {
        if (message.IsKept)
        {
            var found = message.KeptId is { } id ? await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
            if (found is not null && IsForgotten(found))
            {
                return await ForgetAsync(message, found.Id, cancellationToken).ConfigureAwait(false);
            }

            return found is not null && await claims.FindContentAsync(found, cancellationToken).ConfigureAwait(false) is { } content
                ? await DecideAsync(message, content, found, cancellationToken).ConfigureAwait(false)
                : await RefuseAsync(message, message.KeptId, new ClaimFailure("unknown-claim", "There is no kept claim of the id that the message names, or not any more."), cancellationToken).ConfigureAwait(false);
        }

        var receivedAt = time.GetUtcNow();
        var body = ClaimBody.Read(message, receivedAt);
        if (body.Claim is not { } claim)
        {
            var failure = body.Failure ?? throw new InvalidOperationException("A message is neither a claim nor a failure.");
            await fail.UnreadableAsync(message, body.Named ?? message.WhenNone, failure, cancellationToken).ConfigureAwait(false);
            return failure;
        }

        var customer = ClaimCustomer.KeyOf(claim, keys);
        if (await WasErasedAsync(message, customer, cancellationToken).ConfigureAwait(false))
        {
            return await ForgetAsync(message, claim.Id, cancellationToken).ConfigureAwait(false);
        }

        return await claims.AddAsync(claim, customer, receivedAt, cancellationToken).ConfigureAwait(false) switch
        {
            // The erasure may have gone through the claims before this one stood.
            ClaimAddition.Kept when await WasErasedAsync(message, customer, cancellationToken).ConfigureAwait(false) => await ForgetAsync(message, claim.Id, cancellationToken).ConfigureAwait(false),
            ClaimAddition.Kept kept => await DecideAsync(message, claim, kept.Claim, cancellationToken).ConfigureAwait(false),
            ClaimAddition.OtherContent => await RefuseContentAsync(claim.Id, cancellationToken).ConfigureAwait(false),
            var other => throw new InvalidOperationException($"No such addition: {other}."),
        };
    }

    private async Task<ClaimFailure?> DecideAsync(QueuedClaim message, Claim claim, ClaimRecord read, CancellationToken cancellationToken)
    {
        for (ClaimRecord? found = read; found is not null; found = await claims.FindAsync(claim.Id, cancellationToken).ConfigureAwait(false))
        {
            if (IsForgotten(found))
            {
                // While this very delivery was at it: what it wrote and gave for the decision may have come after the erasure.
                return await ForgetAsync(message, found.Id, cancellationToken).ConfigureAwait(false);
            }

            var decided = found;
            if (found.State.Status == ClaimStatus.Queued)
            {
                // Null: another delivery changed the claim meanwhile, and its work is taken up from there.
                if (await settle.HandleAsync(claim, found, cancellationToken).ConfigureAwait(false) is not { } settled)
                {
                    continue;
                }

                Log.ClaimDecided(logger, settled.State.Status, settled.State.Decision?.Rule ?? "");
                decided = settled;
            }

            await DeliverAsync(message, decided, cancellationToken).ConfigureAwait(false);
            break;
        }

        return null;
    }

    /// <summary>Whether the customer was erased before the claim was decided.</summary>
    private static bool IsForgotten(ClaimRecord claim) => claim.State is { Status: ClaimStatus.Failed, PersonErased: true };

    private async Task<bool> WasErasedAsync(QueuedClaim message, CustomerKey customer, CancellationToken cancellationToken) =>
        message.SentAt is { } sent && await erasures.AskedAtAsync(customer, cancellationToken).ConfigureAwait(false) >= sent;

    /// <summary>Keeps nothing of a message that is older than its customer's erasure, and lets the queue forget it as well.</summary>
    private async Task<ClaimFailure?> ForgetAsync(QueuedClaim message, ClaimId id, CancellationToken cancellationToken)
    {
        await fail.ErasedAsync(message, id, cancellationToken).ConfigureAwait(false);
        await papers.ForgetPersonAsync(id, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task DeliverAsync(QueuedClaim message, ClaimRecord decided, CancellationToken cancellationToken)
    {
        try
        {
            await deliver.HandleAsync(decided, cancellationToken).ConfigureAwait(false);
        }
        catch (AggregateException failure) when (message.Delivery >= QueuedClaim.LastDelivery)
        {
            // The claim is decided, so its message has done its work; what follows the decision is marked, and the sweep delivers it.
            Log.ClaimUndelivered(logger, failure);
        }
    }

    private async Task<ClaimFailure> RefuseContentAsync(ClaimId id, CancellationToken cancellationToken)
    {
        var failure = new ClaimFailure(ContentDiffers, "There is a claim of this id with other content; it stands as it was.");
        if (await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            var entry = new AuditEntry(time.GetUtcNow(), AuditEntry.Desk, failure.Reason, "A message with other content under this id was dead-lettered.");
            await claims.SaveAsync(existing, existing.State, [entry], cancellationToken).ConfigureAwait(false);
        }

        return failure;
    }

    /// <summary>Shows the claim as failed before the queue gives its message up.</summary>
    private Task<ClaimFailure> GiveUpAsync(QueuedClaim message, CancellationToken cancellationToken) => RefuseAsync(
        message,
        message.ClaimId,
        new ClaimFailure("processing-failed", "The claim could not be processed, for a reason that is ours; it was tried several times."),
        cancellationToken);

    private async Task<ClaimFailure> RefuseAsync(QueuedClaim message, ClaimId? id, ClaimFailure failure, CancellationToken cancellationToken)
    {
        if (id is not null)
        {
            await fail.NotProcessedAsync(message, id, failure, cancellationToken).ConfigureAwait(false);
        }

        return failure;
    }
}
