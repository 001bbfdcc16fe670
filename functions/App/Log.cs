using Microsoft.Extensions.Logging;

namespace PromoFunctions.App;

/// <summary>Every log line of this project. None carries a code, an e-mail or a name.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "Storage or a queue does not answer ({Failure}); the caller was told to try again.")]
    public static partial void StorageUnavailable(ILogger logger, string failure);

    [LoggerMessage(1002, LogLevel.Error, "A request failed for a reason of ours.")]
    public static partial void RequestFailed(ILogger logger, Exception failure);

    [LoggerMessage(1004, LogLevel.Warning, "Storage or a queue does not answer ({Failure}); a queue's message waits {Wait}.")]
    public static partial void StorageAwaited(ILogger logger, string failure, TimeSpan wait);

    [LoggerMessage(1101, LogLevel.Information, "A claim was decided: {Status} by rule {Rule}.")]
    public static partial void ClaimDecided(ILogger logger, Domain.Claims.ClaimStatus status, string rule);

    [LoggerMessage(1103, LogLevel.Error, "A claim could not be processed at its last delivery.")]
    public static partial void ClaimFailed(ILogger logger, Exception failure);

    [LoggerMessage(1104, LogLevel.Error, "What follows a claim's decision could not be delivered; the sweep tries again.")]
    public static partial void ClaimUndelivered(ILogger logger, Exception failure);

    [LoggerMessage(1105, LogLevel.Warning, "An escalated claim is overdue.")]
    public static partial void ClaimOverdue(ILogger logger);

    [LoggerMessage(1106, LogLevel.Error, "What was due about a claim ({Duty}) failed; the next run tries again.")]
    public static partial void DutyFailed(ILogger logger, Domain.Claims.ClaimDutyKind duty, Exception failure);

    [LoggerMessage(1107, LogLevel.Error, "A dead-lettered claim was found: {Reason}.")]
    public static partial void DeadClaimFound(ILogger logger, string reason);

    [LoggerMessage(1151, LogLevel.Information, "Claims are decided by policy version {Version} from now on.")]
    public static partial void PolicyChanged(ILogger logger, int version);

    [LoggerMessage(1152, LogLevel.Information, "Back-test of a policy: {Compared} claims compared after {Seconds:F1} s.")]
    public static partial void BacktestProgress(ILogger logger, int compared, double seconds);

    [LoggerMessage(1153, LogLevel.Information, "Back-test of a policy done: {Compared} claims compared, {Changed} would be decided otherwise, {Seconds:F1} s.")]
    public static partial void BacktestDone(ILogger logger, int compared, int changed, double seconds);

    [LoggerMessage(1301, LogLevel.Information, "A mail was sent: {Kind}.")]
    public static partial void MailSent(ILogger logger, string kind);

    [LoggerMessage(1302, LogLevel.Error, "A mail ({Kind}) is dead-lettered: {Why}")]
    public static partial void MailRefused(ILogger logger, string kind, string why);

    [LoggerMessage(1303, LogLevel.Warning, "A mail was not taken now ({Why}) at attempt {Attempt}; the next is at {Due:u}.")]
    public static partial void MailWaits(ILogger logger, string why, int attempt, DateTimeOffset due);

    [LoggerMessage(1304, LogLevel.Error, "A mail is dead-lettered, since nobody took it at its last attempt ({Why}).")]
    public static partial void MailGivenUp(ILogger logger, string why);

    [LoggerMessage(1005, LogLevel.Error, "A customer could not be told that a code ends; the next run tries again.")]
    public static partial void NoticeFailed(ILogger logger, Exception failure);

    [LoggerMessage(1006, LogLevel.Information, "{Work} is at {Step}, {Done} done, {Elapsed} after its start.")]
    public static partial void WorkProgress(ILogger logger, string work, string step, long done, TimeSpan elapsed);

    [LoggerMessage(1007, LogLevel.Debug, "{Work} came to its end after {Elapsed}.")]
    public static partial void WorkDone(ILogger logger, string work, TimeSpan elapsed);

    [LoggerMessage(1008, LogLevel.Warning, "How far {Work} is could not be noted ({Failure}).")]
    public static partial void WorkNotShown(ILogger logger, string work, string failure);

    [LoggerMessage(1009, LogLevel.Information, "{Looked} codes whose end has come were looked at; {Expired} of them ended unused. {Told} customers are told that a code ends.")]
    public static partial void CodesEnded(ILogger logger, long looked, long expired, int told);

    [LoggerMessage(1003, LogLevel.Information, "{Count} campaigns whose period is over were marked as ended.")]
    public static partial void CampaignsEnded(ILogger logger, int count);

    [LoggerMessage(1201, LogLevel.Information, "{Count} reports were written; the books are closed through {Closed} and counted through {Counted}.")]
    public static partial void ReportsWritten(ILogger logger, int count, string closed, string counted);

    [LoggerMessage(1202, LogLevel.Information, "The books of {Day} are closed.")]
    public static partial void DayClosed(ILogger logger, string day);

    [LoggerMessage(1203, LogLevel.Warning, "The journal of {Day} is not whole yet; it is counted by a later run.")]
    public static partial void CountWaits(ILogger logger, string day);

    [LoggerMessage(1204, LogLevel.Error, "The books do not agree: report {Report} has {Differences} figures that are not those of the ledger.")]
    public static partial void BooksDiffer(ILogger logger, string report, int differences);

    [LoggerMessage(1205, LogLevel.Warning, "A campaign's budget is nearly used: {Campaign} has {Left} of {Budget} minor units left.")]
    public static partial void BudgetNearlyUsed(ILogger logger, string campaign, long left, long budget);

    [LoggerMessage(1206, LogLevel.Information, "The report {Report} was given to the mail.")]
    public static partial void ReportMailed(ILogger logger, string report);

    [LoggerMessage(1401, LogLevel.Information, "A customer was erased.")]
    public static partial void CustomerErased(ILogger logger);
}
