using Microsoft.Azure.Functions.Worker;

namespace PromoFunctions.App.Claims;

/// <summary>
/// Every minute: dead-lettered claims become visible. A timer that peeks, since a trigger on the dead-letter queue would take out
/// what has to stay there.
/// </summary>
public sealed class RecordDeadClaimFunction(RecordDeadClaims record)
{
    /// <summary>Runs it.</summary>
    [Function("RecordDeadClaim")]
    public Task RunAsync([TimerTrigger("%ClaimSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => record.RunAsync(cancellationToken);
}
