using Microsoft.Extensions.Logging;

namespace PromoFunctions.Storage;

/// <summary>Every log line of this project. None carries a code, an e-mail or a name.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Delivering what follows a commit failed; next try in {Wait}.")]
    public static partial void OutboxDelayed(ILogger logger, Exception failure, TimeSpan wait);

    [LoggerMessage(2008, LogLevel.Warning, "What follows a commit found no place for its delivery within {Patience}; it is left to the sweep.")]
    public static partial void OutboxLeft(ILogger logger, TimeSpan patience);

    [LoggerMessage(2002, LogLevel.Warning, "Looking at undecided orders failed; they are looked at again when they are next met.")]
    public static partial void ResolveFailed(ILogger logger, Exception failure);

    [LoggerMessage(2003, LogLevel.Information, "A sweep looked at {Lanes} lanes: {Delivered} outbox rows delivered, {Resolved} undecided orders settled.")]
    public static partial void Swept(ILogger logger, int lanes, int delivered, int resolved);

    [LoggerMessage(2004, LogLevel.Warning, "Reading the catalogue's changes failed; answers that need a fresh one wait.")]
    public static partial void CatalogStale(ILogger logger, Exception failure);

    [LoggerMessage(2005, LogLevel.Warning, "Publishing what the ledger booked failed; redemptions go on, their events wait. Next try in {Wait}.")]
    public static partial void EventsWait(ILogger logger, Exception failure, TimeSpan wait);

    [LoggerMessage(2006, LogLevel.Information, "Events are published again; those that wait follow with the next sweeps.")]
    public static partial void EventsFlow(ILogger logger);

    [LoggerMessage(2007, LogLevel.Warning, "{Waiting} outbox rows wait to be published; a later sweep tries them again.")]
    public static partial void EventsLeft(ILogger logger, int waiting);

    [LoggerMessage(2009, LogLevel.Information, "Noting that codes are used failed; validation asks for what became of them.")]
    public static partial void CodesNotSettled(ILogger logger, Exception failure);

    [LoggerMessage(2031, LogLevel.Warning, "Reading who is blocked for guessing codes failed; answers wait for the next reading.")]
    public static partial void GuessBlocksStale(ILogger logger, Exception failure);

    [LoggerMessage(2041, LogLevel.Warning, "{Count} requests whose codes did not work were not journalled, since too many wait.")]
    public static partial void AttemptsDropped(ILogger logger, long count);

    [LoggerMessage(2042, LogLevel.Error, "{Count} requests whose codes did not work could not be journalled.")]
    public static partial void AttemptsLost(ILogger logger, Exception failure, int count);

    [LoggerMessage(2043, LogLevel.Warning, "Storage does not answer ({Failure}); codes that did not work are journalled later, next try in {Wait}.")]
    public static partial void AttemptsWait(ILogger logger, string failure, TimeSpan wait);
}
