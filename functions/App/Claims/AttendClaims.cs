using Microsoft.Extensions.Logging;
using PromoFunctions.App.Queues;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>Does what is due about claims though nobody asks.</summary>
public sealed class AttendClaims(
    IClaimDuties duties,
    IClaimStore claims,
    IClaimPapers papers,
    RemindOfEscalation remind,
    ConcludeDecision conclude,
    DeliverClaim deliver,
    ResubmitClaim resubmit,
    TimeProvider time,
    ILogger<AttendClaims> logger)
{
    /// <summary>Attends to every duty that is due. Safe beside itself. One that fails is left to the next run, and keeps no other from being done.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var duty in duties.DueAsync(time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (await AttendAsync(duty, cancellationToken).ConfigureAwait(false))
                {
                    await duties.DoneAsync(duty, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException && !Outage.Is(failure))
            {
                Log.DutyFailed(logger, duty.Kind, failure);
            }
        }
    }

    private Task<bool> AttendAsync(ClaimDuty duty, CancellationToken cancellationToken) => duty.Kind switch
    {
        ClaimDutyKind.Deadline => remind.HandleAsync(duty, cancellationToken),
        ClaimDutyKind.Conclude => ConcludeAsync(duty, cancellationToken),
        ClaimDutyKind.Resend => resubmit.CompleteAsync(duty, cancellationToken),
        ClaimDutyKind.Forget => ForgetAsync(duty, cancellationToken),
        _ => throw new InvalidOperationException($"No such duty: {duty.Kind}."),
    };

    private async Task<bool> ConcludeAsync(ClaimDuty duty, CancellationToken cancellationToken)
    {
        while (await claims.FindAsync(duty.Claim, cancellationToken).ConfigureAwait(false) is { State: { Status: ClaimStatus.Escalated, ByAgent: not null } } claim)
        {
            if (await conclude.HandleAsync(claim, cancellationToken).ConfigureAwait(false) is Conclusion.Done
                && await claims.FindAsync(duty.Claim, cancellationToken).ConfigureAwait(false) is { } concluded)
            {
                await deliver.HandleAsync(concluded, cancellationToken).ConfigureAwait(false);
            }
        }

        return true;
    }

    private async Task<bool> ForgetAsync(ClaimDuty duty, CancellationToken cancellationToken)
    {
        while (await claims.FindAsync(duty.Claim, cancellationToken).ConfigureAwait(false) is { } claim)
        {
            await papers.ForgetMessageAsync(claim, cancellationToken).ConfigureAwait(false);
            if (claim.State.Message is null
                || await claims.SaveAsync(claim, claim.State with { Message = null }, [], cancellationToken).ConfigureAwait(false) is not null)
            {
                break;
            }
        }

        return true;
    }
}
