using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Storage.Guessing;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Guessing;

public sealed class TableGuessLedgerTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Count_TheTwentyFirstOnAnyInstance_IsRefusedUntilTheFirstIsForgotten()
    {
        var clock = new ShiftedClock();
        var (one, other) = (await InstanceAsync(clock), await InstanceAsync(clock));
        GuessSubject[] shopper = [Subject(), Subject()];
        var first = clock.GetUtcNow();
        for (var i = 0; i < GuessLimits.OfShopper; i++)
        {
            Assert.Null(await (i % 2 == 0 ? one : other).Ledger.CountAsync(shopper, 1, Token));
        }

        var until = await other.Ledger.CountAsync(shopper, 1, Token);

        Assert.NotNull(until);
        Assert.InRange(until.Value, first + GuessLimits.Window, clock.GetUtcNow() + GuessLimits.Window + TimeSpan.FromSeconds(1));
        Assert.NotNull(await one.Ledger.BlockedUntilAsync([shopper[1], Subject()], Token));
        Assert.Null(await one.Ledger.BlockedUntilAsync([Subject()], Token));

        clock.Ahead = until.Value - clock.GetUtcNow() + TimeSpan.FromMinutes(1);
        Assert.Null(await one.Ledger.BlockedUntilAsync(shopper, Token));
        Assert.Null(await one.Ledger.CountAsync(shopper, 1, Token));
    }

    [Fact]
    public async Task Count_FromManyCallersOfTwoInstancesAtOnce_LetsExactlyTheLimitThrough()
    {
        var clock = new ShiftedClock();
        Instance[] instances = [await InstanceAsync(clock), await InstanceAsync(clock)];
        GuessSubject[] shopper = [Subject()];

        var ends = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => instances[i % 2].Ledger.CountAsync(shopper, 1, Token)));

        Assert.Equal(GuessLimits.OfShopper, ends.Count(end => end is null));
    }

    [Fact]
    public async Task Count_ACodeTooManyAmongSeveral_RefusesThemTogether()
    {
        var instance = await InstanceAsync(new ShiftedClock());
        GuessSubject[] shopper = [Subject()];
        Assert.Null(await instance.Ledger.CountAsync(shopper, GuessLimits.OfShopper - 1, Token));

        Assert.NotNull(await instance.Ledger.CountAsync(shopper, 2, Token));
    }

    [Fact]
    public async Task BlockedUntil_OnAnInstanceThatTookNoneOfTheCodes_IsSeenByItsNextReading()
    {
        var clock = new ShiftedClock();
        var (one, other) = (await InstanceAsync(clock), await InstanceAsync(clock));
        GuessSubject[] shopper = [Subject()];
        Assert.Null(await other.Ledger.BlockedUntilAsync(shopper, Token));
        await one.Ledger.CountAsync(shopper, GuessLimits.OfShopper, Token);

        clock.Elapse(TimeSpan.FromSeconds(2));

        Assert.NotNull(await other.Ledger.BlockedUntilAsync(shopper, Token));
        Assert.False(await other.Ledger.IsQuietAsync(Token));
    }

    [Fact]
    public async Task BlockedUntil_OnAnInstanceThatTookHalfOfTheCodes_IsSeenAtOnce()
    {
        var clock = new ShiftedClock { IsFrozen = true };
        var (one, other) = (await InstanceAsync(clock), await InstanceAsync(clock));
        GuessSubject[] shopper = [Subject()];
        await other.Ledger.CountAsync(shopper, GuessLimits.OfShopper / 2, Token);
        Assert.Null(await other.Ledger.BlockedUntilAsync(shopper, Token));

        await one.Ledger.CountAsync(shopper, GuessLimits.OfShopper / 2, Token);

        Assert.NotNull(await other.Ledger.BlockedUntilAsync(shopper, Token));
    }

    [Fact]
    public async Task IsQuiet_WarmWithNobodyBlocked_AsksStorageNothing()
    {
        var clock = new ShiftedClock { IsFrozen = true };
        var instance = await InstanceAsync(clock);
        await instance.Ledger.IsQuietAsync(Token);
        var before = instance.Requests.Count;

        for (var i = 0; i < 1_000; i++)
        {
            await instance.Ledger.IsQuietAsync(Token);
            await instance.Ledger.BlockedUntilAsync([Subject()], Token);
        }

        Assert.Equal(before, instance.Requests.Count);
    }

    [Fact]
    public async Task Count_WhileBlocked_DoesNotProlongTheBlock()
    {
        var clock = new ShiftedClock { IsFrozen = true };
        var instance = await InstanceAsync(clock);
        GuessSubject[] shopper = [Subject()];
        await instance.Ledger.CountAsync(shopper, GuessLimits.OfShopper, Token);
        var until = await instance.Ledger.BlockedUntilAsync(shopper, Token);

        clock.Ahead += TimeSpan.FromMinutes(5);
        Assert.Equal(until, await instance.Ledger.CountAsync(shopper, 1, Token));
    }

    [Fact]
    public async Task Sweep_WhatIsForgotten_IsDeletedAndTheRestStays()
    {
        var clock = new ShiftedClock();
        var instance = await InstanceAsync(clock);
        var (old, young) = (Subject(), Subject());
        await instance.Ledger.CountAsync([old], GuessLimits.OfShopper, Token);
        clock.Ahead = GuessLimits.Window + TimeSpan.FromMinutes(3);
        await instance.Ledger.CountAsync([young], 1, Token);

        await new GuessSweep(instance.Tables, clock).RunAsync(Token);

        Assert.Null(await RowAsync(instance, old));
        Assert.NotNull(await RowAsync(instance, young));
        var blocks = new List<TableEntity>();
        await foreach (var row in instance.Tables.GuessBlocks.QueryAsync<TableEntity>(cancellationToken: Token))
        {
            blocks.Add(row);
        }

        Assert.DoesNotContain(blocks, row => row.RowKey.EndsWith(old.Key, StringComparison.Ordinal));
    }

    private static GuessSubject Subject() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), GuessLimits.OfShopper);

    private static Task<TableEntity?> RowAsync(Instance instance, GuessSubject subject)
    {
        var (partition, key) = GuessRow.KeysOf(subject);
        return instance.Tables.Guesses.FindAsync(partition, key, Token);
    }

    private async Task<Instance> InstanceAsync(ShiftedClock clock)
    {
        var requests = new RequestCounter();
        var options = new TableClientOptions();
        options.AddPolicy(requests, HttpPipelinePosition.PerRetry);
        var service = new TableServiceClient(azurite.ConnectionString, options);
        var tables = new PromoTables(service, service);
        await tables.CreateAsync(Token);
        return new(tables, new TableGuessLedger(tables, clock, NullLogger<TableGuessLedger>.Instance), requests);
    }

    private sealed record Instance(PromoTables Tables, TableGuessLedger Ledger, RequestCounter Requests);

    private sealed class RequestCounter : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }

    /// <summary>The machine's time and some more; its elapsed time may be stopped, so that nothing in memory grows old by itself.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();
        private long _elapsed;

        public TimeSpan Ahead { get; set; }

        public bool IsFrozen { get; set; }

        public override DateTimeOffset GetUtcNow() => (IsFrozen ? _start : System.GetUtcNow()) + Ahead;

        public override long GetTimestamp() => (IsFrozen ? 1 : System.GetTimestamp()) + Interlocked.Read(ref _elapsed);

        public void Elapse(TimeSpan time) => Interlocked.Add(ref _elapsed, (long)(time.TotalSeconds * TimestampFrequency));
    }
}
