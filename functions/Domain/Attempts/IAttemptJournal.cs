using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Attempts;

/// <summary>Keeps what was sent and did not work, as evidence for claims: 17 days, off the path of the requests it tells of.</summary>
public interface IAttemptJournal
{
    /// <summary>For how long an attempt is shown; it is deleted within a day after.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromDays(17);

    /// <summary>Notes an attempt. Never waits and never fails: it is written moments later, or when storage is back, and dropped and counted when too many wait.</summary>
    void Add(SentCodes sent);

    /// <summary>How many attempts this process has left out since it began, for want of memory.</summary>
    long Dropped { get; }

    /// <summary>The attempts of a customer or a session at one code, the newest first; those of this process that wait to be written too, as far as storage takes them at once.</summary>
    /// <param name="customer">Whose; null for the session's alone.</param>
    /// <param name="session">The shop's id of a session whose attempts count as well; null for none.</param>
    /// <param name="code">The code.</param>
    /// <param name="from">The first instant that counts.</param>
    /// <param name="to">The last instant that counts; it counts itself.</param>
    /// <param name="most">The most that are answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<CodeAttempt>> FindAsync(CustomerKey? customer, string? session, PromoCode code, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken);

    /// <summary>All attempts of a customer, the newest first.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="after">Only what comes after this place; null begins with the newest.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    IAsyncEnumerable<CodeAttempt> OfAsync(CustomerKey customer, HistoryPlace? after, CancellationToken cancellationToken);
}
