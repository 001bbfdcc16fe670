using Microsoft.Azure.Functions.Worker;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>Every minute: claims past their deadline are marked, what a dead process left of a claim is finished, and once a day old claims' persons are forgotten.</summary>
public sealed class AttendClaimsFunction(AttendClaims attend, IAgedClaims aged, TimeProvider time)
{
    /// <summary>Runs it.</summary>
    [Function("AttendClaims")]
    public async Task RunAsync([TimerTrigger("%ClaimSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await attend.RunAsync(cancellationToken).ConfigureAwait(false);
        await aged.ForgetAsync(time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }
}
