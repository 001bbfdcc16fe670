namespace PromoFunctions.Domain.Guessing;

/// <summary>Counts unknown codes over all instances.</summary>
public interface IGuessLedger
{
    /// <summary>Whether nobody at all is blocked or near it, so that a request need not be asked whose it is. As of at most a second ago.</summary>
    ValueTask<bool> IsQuietAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Until when the first of these that is blocked remains so; null when none is. A block made by another instance is seen
    /// within a second; at once by an instance that took half of the limit's codes itself.
    /// </summary>
    ValueTask<DateTimeOffset?> BlockedUntilAsync(IReadOnlyList<GuessSubject> subjects, CancellationToken cancellationToken);

    /// <summary>Counts unknown codes that are about to be answered, under each subject. Exact, whatever other instances do.</summary>
    /// <param name="subjects">Whose they are.</param>
    /// <param name="unknown">How many, at least 1.</param>
    /// <param name="cancellationToken">Gives up waiting; they may still be counted.</param>
    /// <returns>Null when they are within every limit; else until when the answer is refused.</returns>
    Task<DateTimeOffset?> CountAsync(IReadOnlyList<GuessSubject> subjects, int unknown, CancellationToken cancellationToken);
}
