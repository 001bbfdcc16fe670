using System.Collections.Concurrent;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Delivery;

/// <summary>Keeps what is published, unless it is told not to answer.</summary>
internal sealed class EventRecorder : IRedemptionEvents
{
    private readonly ConcurrentQueue<LaneEvents> _published = new();
    private int _asked;

    /// <summary>What it does instead of keeping; null keeps.</summary>
    public Func<CancellationToken, Task>? Fails { get; set; }

    /// <summary>Keeps, and then answers with an error all the same.</summary>
    public bool LosesAnswers { get; set; }

    public IReadOnlyCollection<LaneEvents> Published => _published;

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public async Task PublishAsync(LaneEvents events, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        if (Fails is { } fails)
        {
            await fails(cancellationToken);
        }

        _published.Enqueue(events);
        if (LosesAnswers)
        {
            throw new IOException("The answer was lost.");
        }
    }

    /// <summary>A campaign's sequences, each as often as it was published.</summary>
    public IReadOnlyList<long> SequencesOf(string campaign) =>
        [.. _published.Where(events => events.CampaignId == campaign).Select(events => events.Sequence).Order()];

    /// <summary>A campaign's events, each transaction once, in their order. A transaction published twice must be the same twice.</summary>
    public IReadOnlyList<RedemptionEvent> EventsOf(string campaign)
    {
        var transactions = _published.Where(events => events.CampaignId == campaign).GroupBy(events => events.Sequence).OrderBy(group => group.Key).ToList();
        Assert.All(transactions, same => Assert.All(same, events =>
        {
            Assert.Equal(same.First().Events, events.Events);
            Assert.Equal(same.First() with { Events = events.Events }, events);
        }));
        return [.. transactions.SelectMany(same => same.First().Events)];
    }
}
