using System.Text;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Storage.Attempts;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Attempts;

/// <summary>The journal of codes that did not work.</summary>
public sealed class TableAttemptJournalTests(AzuriteFixture azurite)
{
    private static readonly byte[] Secret = "a secret of some length"u8.ToArray();

    private static readonly PromoCode Code = PromoCode.Parse("SUMMER20");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attempt_WhenRead_IsWhatWasAdded()
    {
        await using var world = new World(azurite, Moment());
        var (customer, session) = (NewCustomer(), AzuriteFixture.NewName("s"));
        var standing = new AttemptStanding
        {
            CampaignId = CampaignId.Parse("summer"),
            TermsVersion = 3,
            PerCustomer = 2,
            Status = CodeStatus.Paused,
            Used = true,
            Limits = new LimitsLeft(0, 499, null),
            Beside = [new(CampaignId.Parse("big-5"), 2)],
        };
        var sent = Sent(world.Now, customer, session) with
        {
            EvaluatedAt = world.Now.AddHours(1),
            Codes = [new(Code, ["expired", "channel"]) { NamesNobody = true, Standing = standing }, AttemptedCode.Failed(PromoCode.Parse("JANE2345"))],
        };

        world.Journal.Add(sent);

        var found = Assert.Single(await world.FindAsync(customer, null, Code));
        Assert.Equal((world.Now, Code, false), (found.At, found.Code, found.Failed));
        Assert.Equal(["expired", "channel"], found.Reasons);
        Assert.Equal(standing with { Beside = [] }, found.Standing with { Beside = [] });
        Assert.Equal(standing.Beside, found.Standing.Beside);
        Assert.Equal((sent.EvaluatedAt, customer, (int?)4), (found.Content?.EvaluatedAt, found.Content?.Customer, found.Content?.OrdersPlaced));
        Assert.Equal(sent.Tags, found.Content?.Tags);
        Assert.Equal(JsonOf(sent.Cart), JsonOf(found.Content?.Cart));
        var failed = Assert.Single(await world.FindAsync(null, session, PromoCode.Parse("jane-2345")));
        Assert.True(failed.Failed);
        Assert.Null(failed.Code);
        Assert.Equal(customer, failed.Content?.Customer);
    }

    [Fact]
    public async Task Attempt_OfACustomerWithASession_IsFoundOnceByEitherOrBoth()
    {
        await using var world = new World(azurite, Moment());
        var (customer, session) = (NewCustomer(), AzuriteFixture.NewName("s"));
        world.Journal.Add(Sent(world.Now, customer, session));
        world.Journal.Add(Sent(world.Now.AddMinutes(-1), null, session));
        world.Journal.Add(Sent(world.Now.AddMinutes(-2), NewCustomer(), null));

        Assert.Single(await world.FindAsync(customer, null, Code));
        Assert.Equal(2, (await world.FindAsync(null, session, Code)).Count);
        Assert.Equal([world.Now, world.Now.AddMinutes(-1)], (await world.FindAsync(customer, session, Code)).Select(attempt => attempt.At));
        Assert.Empty(await world.FindAsync(customer, session, PromoCode.Parse("OTHER")));
        Assert.Single(await world.OfAsync(customer));
    }

    [Fact]
    public async Task Find_IncludesBothEndsOfItsRangeOverMidnight()
    {
        await using var world = new World(azurite, Moment());
        var (customer, order) = (NewCustomer(), world.Now);
        var from = order.AddHours(-48);
        foreach (var at in new[] { from.AddTicks(-1), from, order.AddHours(-24), order, order.AddTicks(1) })
        {
            world.Journal.Add(Sent(at, customer, null));
        }

        var found = await world.Journal.FindAsync(customer, null, Code, from, order, 100, Cancellation);

        Assert.Equal([order, order.AddHours(-24), from], found.Select(attempt => attempt.At));
        Assert.Equal([order], (await world.Journal.FindAsync(customer, null, Code, from, order, 1, Cancellation)).Select(attempt => attempt.At));
    }

    [Fact]
    public async Task Attempt_Of17DaysAgo_IsShownAndATickLaterNotAndDeletedWithItsDay()
    {
        var start = Moment();
        var customer = NewCustomer();
        await using (var world = new World(azurite, start))
        {
            // Days of other tests.
            await world.Sweep.RunAsync(Cancellation);
            world.Journal.Add(Sent(start, customer, null));
            Assert.Single(await world.OfAsync(customer));
        }

        await using (var later = new World(azurite, start + IAttemptJournal.Kept))
        {
            Assert.Single(await later.OfAsync(customer));
            Assert.Single(await later.Journal.FindAsync(customer, null, Code, start.AddHours(-1), start.AddHours(47), 10, Cancellation));
            Assert.Equal(0, await later.Sweep.RunAsync(Cancellation));
        }

        await using (var past = new World(azurite, start + IAttemptJournal.Kept + TimeSpan.FromTicks(1)))
        {
            Assert.Empty(await past.OfAsync(customer));
            Assert.Empty(await past.Journal.FindAsync(customer, null, Code, start.AddHours(-1), start.AddHours(47), 10, Cancellation));
        }

        await using var dayAfter = new World(azurite, start + IAttemptJournal.Kept + TimeSpan.FromDays(1));
        dayAfter.Wire.Clear();
        Assert.Equal(1, await dayAfter.Sweep.RunAsync(Cancellation));
        Assert.Equal(2, dayAfter.Wire.Passed.Count);
        dayAfter.Wire.Clear();
        Assert.Equal(0, await dayAfter.Sweep.RunAsync(Cancellation));
        Assert.Single(dayAfter.Wire.Passed);
    }

    [Fact]
    public async Task History_OfACustomer_GoesOnBehindAPlaceAndIsTheNewestFirst()
    {
        await using var world = new World(azurite, Moment());
        var customer = NewCustomer();
        for (var i = 0; i < 6; i++)
        {
            world.Journal.Add(Sent(world.Now.AddHours(-10 * i), customer, null));
        }

        var all = await world.OfAsync(customer);

        Assert.Equal([0, 10, 20, 30, 40, 50], all.Select(attempt => (world.Now - attempt.At).TotalHours));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(all.Skip(i + 1).Select(attempt => attempt.Place), (await world.OfAsync(customer, all[i].Place)).Select(attempt => attempt.Place));
        }
    }

    [Fact]
    public async Task Tables_HoldNeitherTheSessionNorACodeThatMayNameSomebody()
    {
        await using var world = new World(azurite, Moment());
        var session = AzuriteFixture.NewName("session");
        var sent = Sent(world.Now, NewCustomer(), session) with { Codes = [new(PromoCode.Parse("JANE2345"), ["other-customer"])] };
        world.Journal.Add(sent);
        await world.Journal.WrittenAsync(Cancellation);

        var rows = await new TableClient(azurite.ConnectionString, $"Attempts{world.Now:yyyyMMdd}").QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation);

        Assert.Equal(2, rows.Count);
        var text = string.Join('\n', rows.SelectMany(row => row.Select(cell => cell.Key + "=" + cell.Value)));
        Assert.DoesNotContain(session, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("JANE", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Attempts_OfOneCustomerThatWaitTogether_ShareTransactions()
    {
        await using var world = new World(azurite, Moment());
        var customer = NewCustomer();
        world.Journal.Add(Sent(world.Now, NewCustomer(), null));
        await world.Journal.WrittenAsync(Cancellation);
        world.Wire.Clear();
        world.Block();
        for (var i = 0; i < 150; i++)
        {
            world.Journal.Add(Sent(world.Now.AddTicks(-i), customer, null));
        }

        world.Unblock();

        Assert.Equal(150, (await world.OfAsync(customer)).Count);
        Assert.InRange(world.Wire.Passed.Count(method => method == "POST"), 1, 5);
    }

    [Fact]
    public async Task Attempts_WhileStorageIsGone_AreWrittenWhenItIsBack()
    {
        await using var world = new World(azurite, Moment());
        var customer = NewCustomer();
        world.Wire.Cut = true;
        world.Journal.Add(Sent(world.Now, customer, null) with { Codes = [AttemptedCode.Failed(Code)] });
        while (world.Wire.Refused == 0)
        {
            await Task.Delay(10, Cancellation);
        }

        world.Wire.Cut = false;
        while ((await world.FindAsync(customer, null, Code)).Count == 0)
        {
            await Task.Delay(50, Cancellation);
        }

        Assert.True(Assert.Single(await world.FindAsync(customer, null, Code)).Failed);
    }

    [Fact]
    public void Queue_UnderAFlood_HoldsNoMoreThanItsBoundsAndCountsTheRest()
    {
        var queue = new AttemptQueue();
        var small = Sent(Moment(), NewCustomer(), null);
        for (var i = 0; i < AttemptQueue.Most + 1_000; i++)
        {
            queue.Add(small);
        }

        Assert.Equal(1_000, queue.TakeDropped());
        Assert.Equal(0, queue.TakeDropped());
        var taken = queue.Take(int.MaxValue);
        Assert.Equal(AttemptQueue.Most, taken.Count);
        queue.Done(taken);

        var large = small with { Cart = Cart(lines: 500) };
        var fit = AttemptQueue.MostWeight / large.Weight;
        Assert.InRange(fit, 10, 1_000);
        for (var i = 0; i < fit + 7; i++)
        {
            queue.Add(large);
        }

        Assert.Equal(7, queue.TakeDropped());
        Assert.Equal(fit, queue.Take(int.MaxValue).Count);
    }

    /// <summary>A day that no other test and no other run of this one writes to, in the future so that nothing of it is due.</summary>
    private static DateTimeOffset Moment() => new DateTimeOffset(2100, 1, 1, 10, 0, 0, TimeSpan.Zero).AddDays(Random.Shared.Next(300_000));

    private static CustomerKey NewCustomer() =>
        new CustomerKeys(Secret).Of(Customer.Unknown with { Id = AzuriteFixture.NewName("c") }) ?? throw new InvalidOperationException("No key.");

    private static SentCodes Sent(DateTimeOffset at, CustomerKey? customer, string? session) =>
        new(at, at, customer, session, Cart(lines: 1), 4, ["newsletter"], [new(Code, ["expired"]) { NamesNobody = true }]);

    private static Cart Cart(int lines)
    {
        var text = string.Join(',', Enumerable.Range(1, lines).Select(line => $$"""{ "id": "{{line}}", "sku": "TEA-{{line}}", "categories": ["tea"], "quantity": 2, "unitPrice": 1250 }"""));
        var json = $$"""{ "currency": "EUR", "channel": "web", "region": "DE", "shipping": 490, "lines": [{{text}}] }""";
        return JsonInput.Read(Encoding.UTF8.GetBytes(json), new InputErrors(), Domain.Carts.Cart.Read) ?? throw new InvalidOperationException("The sample is valid.");
    }

    private static string JsonOf(Cart? cart)
    {
        using var json = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(json))
        {
            cart?.Write(writer);
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    /// <summary>A journal of one process at an instant that stands.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly Clock _clock;

        public World(AzuriteFixture azurite, DateTimeOffset now)
        {
            _clock = new Clock(now);
            var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
            options.AddPolicy(Wire, HttpPipelinePosition.PerRetry);
            var tables = new PromoTables(new TableServiceClient(azurite.ConnectionString, options), new TableServiceClient(azurite.ConnectionString, options));
            Journal = new(tables, new CodePseudonyms(Secret), new SessionKeys(Secret), _clock, NullLogger<TableAttemptJournal>.Instance);
            Sweep = new(tables, _clock);
        }

        public Wire Wire { get; } = new();

        public TableAttemptJournal Journal { get; }

        public AttemptSweep Sweep { get; }

        public DateTimeOffset Now => _clock.GetUtcNow();

        public Task<IReadOnlyList<CodeAttempt>> FindAsync(CustomerKey? customer, string? session, PromoCode code) =>
            Journal.FindAsync(customer, session, code, Now.AddHours(-48), Now, 100, Cancellation);

        public async Task<List<CodeAttempt>> OfAsync(CustomerKey customer, HistoryPlace? after = null) =>
            await Journal.OfAsync(customer, after, Cancellation).ToListAsync(Cancellation);

        public void Block() => Wire.Gate = new TaskCompletionSource();

        public void Unblock() => Wire.Gate?.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            Unblock();
            await Journal.DisposeAsync();
        }
    }

    /// <summary>Says one instant; timers run on the machine's time.</summary>
    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
