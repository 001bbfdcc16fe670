using System.Collections.Concurrent;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Tests.Attempts;

/// <summary>A journal in memory: what was added, and what a test says was found.</summary>
internal sealed class FakeJournal : IAttemptJournal
{
    public ConcurrentQueue<SentCodes> Added { get; } = [];

    /// <summary>What any question about one code is answered from.</summary>
    public IReadOnlyList<CodeAttempt> Found { get; set; } = [];

    /// <summary>The last question.</summary>
    public (CustomerKey? Customer, string? Session, PromoCode? Code, DateTimeOffset From, DateTimeOffset To)? Asked { get; private set; }

    public long Dropped { get; set; }

    public void Add(SentCodes sent) => Added.Enqueue(sent);

    public Task<IReadOnlyList<CodeAttempt>> FindAsync(
        CustomerKey? customer, string? session, PromoCode code, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken)
    {
        Asked = (customer, session, code, from, to);
        return Task.FromResult<IReadOnlyList<CodeAttempt>>([.. Found.Take(most)]);
    }

    public IAsyncEnumerable<CodeAttempt> OfAsync(CustomerKey customer, HistoryPlace? after, CancellationToken cancellationToken) => Found.ToAsyncEnumerable();
}
