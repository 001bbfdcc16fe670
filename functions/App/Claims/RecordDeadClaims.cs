using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>
/// Shows every message of the dead-letter queue as a failed claim, also those that nobody had a chance to show: whose process died
/// at each delivery, that expired, that a person put there. It takes none of them out.
/// </summary>
public sealed class RecordDeadClaims(IDeadClaims dead, FailClaim fail, ILogger<RecordDeadClaims> logger)
{
    private const int MaxReasonLength = 64;

    // What this process has looked at; the claims themselves say what was recorded, so forgetting it costs some reading alone.
    private IReadOnlySet<long> _seen = FrozenSet<long>.Empty;

    /// <summary>Looks at what is new in the dead-letter queue. Safe beside itself: a message that was recorded changes nothing when it is looked at again.</summary>
    /// <returns>How many messages were looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var there = new HashSet<long>();
        var recorded = 0;
        await foreach (var letter in dead.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!_seen.Contains(letter.Number))
            {
                await RecordAsync(letter, cancellationToken).ConfigureAwait(false);
                recorded++;
            }

            there.Add(letter.Number);
        }

        _seen = there;
        return recorded;
    }

    private async Task RecordAsync(DeadClaim letter, CancellationToken cancellationToken)
    {
        var failure = FailureOf(letter);
        Log.DeadClaimFound(logger, failure.Reason);
        if (failure.Reason == ProcessClaim.ContentDiffers)
        {
            // The claim of that id stands, and its audit has the note.
            return;
        }

        var message = letter.Message;
        if (message.ClaimId is { } id)
        {
            await fail.NotProcessedAsync(message, id, failure, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ClaimFailure FailureOf(DeadClaim letter) => letter.Reason switch
    {
        "MaxDeliveryCountExceeded" => new("processing-failed", "The claim could not be processed, for a reason that is ours; it was delivered as often as the queue permits."),
        "TTLExpiredException" => new("expired", "The message waited for longer than messages live."),
        { Length: > 0 and <= MaxReasonLength } reason when reason.All(c => char.IsAsciiLetterLower(c) || c == '-') => new(reason, letter.Description),

        // Somebody else's words might quote the message.
        _ => new("dead-lettered", "The message was dead-lettered by somebody else; the reason stands in the dead-letter queue."),
    };
}
