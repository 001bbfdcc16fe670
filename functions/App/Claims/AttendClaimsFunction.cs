using Microsoft.Azure.Functions.Worker;

namespace PromoFunctions.App.Claims;

/// <summary>Every minute: claims past their deadline are marked, and what a dead process left of a claim is finished.</summary>
public sealed class AttendClaimsFunction(AttendClaims attend)
{
    /// <summary>Runs it.</summary>
    [Function("AttendClaims")]
    public Task RunAsync([TimerTrigger("%ClaimSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => attend.RunAsync(cancellationToken);
}
