using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Claims;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Backtesting;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.App.Tests.Claims;

public sealed class BacktestPolicyTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_OfMoreClaimsThanItsTimeAllows_IsRefusedWithHowFarItCame()
    {
        var time = new SteppedTime();

        // A second each: the 152nd comes when more than 150 have passed.
        var answer = await HandleAsync(new Claims(1_000, () => time.Step(TimeSpan.FromSeconds(1))), time);

        Assert.Equal(422, answer.Status);
        var problem = Desk.BodyOf(answer);
        Assert.EndsWith("range-too-large", problem["type"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(150, problem["compared"]?.GetValue<int>());
        Assert.Equal(Start.AddSeconds(1_000 - 151), problem["reached"]?.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task Request_OfManyClaims_ShowsItsProgressInTheLog()
    {
        var log = new Kept();

        await HandleAsync(new Claims(3_500, () => { }), new SteppedTime(), log);

        Assert.Equal([1152, 1152, 1152, 1153], log.Events);
    }

    private static Task<PromoFunctions.App.Http.Answer> HandleAsync(IClaimArchive claims, TimeProvider time, ILogger<BacktestPolicy>? log = null) =>
        new BacktestPolicy(claims, time, log ?? NullLogger<BacktestPolicy>.Instance)
            .HandleAsync(new BacktestRequest(WrittenPolicy.First.Policy, Start, Start.AddDays(1)), null, null, Cancellation);

    /// <summary>Claims a second apart, the newest first.</summary>
    private sealed class Claims(int count, Action read) : IClaimArchive
    {
        public async IAsyncEnumerable<ArchivedClaim> ReadAsync(DateTimeOffset from, DateTimeOffset to, ClaimPlace? after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var i = count - 1; i >= 0; i--)
            {
                await Task.Yield();
                read();
                var facts = new ClaimFacts { Kind = ClaimKind.Complaint, Currency = "EUR", ReceivedAt = from.AddSeconds(i) };
                var ruling = DecideClaim.By(facts, WrittenPolicy.First, facts.ReceivedAt);
                yield return new(new ClaimPlace(facts.ReceivedAt, ClaimId.New()), new ClaimState(ruling.Decision.Outcome.ToStatus()) { Facts = facts, Ruling = ruling });
            }
        }
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Step(TimeSpan step) => _ticks += step.Ticks;
    }

    private sealed class Kept : ILogger<BacktestPolicy>
    {
        public List<int> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Events.Add(eventId.Id);
    }
}
