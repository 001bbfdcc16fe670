using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Claims;

public sealed class TableClaimStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    private readonly string _run = AzuriteFixture.NewName("r");
    private readonly TableServiceClient _tables = new(azurite.ConnectionString);
    private readonly TableClaimStore _store = NewStore(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _store.CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AddAsync_OfAClaim_KeepsItWordForWord()
    {
        var claim = NewClaim("1");

        var added = Kept(await AddAsync(claim));
        var found = await _store.FindAsync(claim.Id, Cancellation);

        Assert.Equal(ClaimStatus.Queued, added.State.Status);
        Assert.NotNull(found);
        Assert.Equal(added.Version, found.Version);
        Assert.Equal(Noon, found.ReceivedAt);
        Assert.Equal(ClaimKind.Complaint, found.Kind);
        Assert.Equal(KeyOf(claim), found.CustomerKey);
        Assert.Equal(claim.ToUtf8(), (await _store.FindContentAsync(claim.Id, Cancellation))?.ToUtf8());
        Assert.Equal("received", Assert.Single(await _store.AuditAsync(claim.Id, Cancellation)).Event);
    }

    [Fact]
    public async Task AddAsync_OfTheLargestBody_KeepsItWordForWord()
    {
        var claim = NewClaim("large", summary: "s", messages: 98, text: new string('ß', 5_000));
        Assert.InRange(claim.ToUtf8().Length, 900_000, 1_000_000);

        Kept(await AddAsync(claim));

        Assert.Equal(claim.ToUtf8(), (await _store.FindContentAsync(claim.Id, Cancellation))?.ToUtf8());
    }

    [Fact]
    public async Task AddAsync_OfTheSameTwice_IsOneClaim()
    {
        var claim = NewClaim("1");

        var first = Kept(await AddAsync(claim));
        var second = Kept(await AddAsync(NewClaim("1"), Noon.AddMinutes(1)));

        Assert.Equal(first.Version, second.Version);
        Assert.Equal(first.ReceivedAt, second.ReceivedAt);
        Assert.Single(await ListAsync());
        Assert.Single(await _store.AuditAsync(claim.Id, Cancellation));
    }

    [Fact]
    public async Task AddAsync_OfOtherContent_LeavesTheFirst()
    {
        var claim = NewClaim("1");
        Kept(await AddAsync(claim));

        var other = await AddAsync(NewClaim("1", summary: "another"));

        Assert.IsType<ClaimAddition.OtherContent>(other);
        Assert.Equal(claim.ToUtf8(), (await _store.FindContentAsync(claim.Id, Cancellation))?.ToUtf8());
    }

    [Fact]
    public async Task AddAsync_OfManyContentsAtOnce_KeepsExactlyOneWhole()
    {
        var claims = Enumerable.Range(0, 8).Select(i => NewClaim("1", summary: "content " + i % 4)).ToArray();

        var added = await Task.WhenAll(claims.Select(claim => NewStore(azurite).AddAsync(claim, KeyOf(claim), Noon, Cancellation)));

        var content = (await _store.FindContentAsync(claims[0].Id, Cancellation))?.ToUtf8() ?? [];
        Assert.Equal(
            claims.Select(claim => claim.ToUtf8().AsSpan().SequenceEqual(content)),
            added.Select(addition => addition is ClaimAddition.Kept));
        Assert.Equal(2, added.Count(addition => addition is ClaimAddition.Kept));
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task AddAsync_AfterACrashBetweenItsSteps_ListsItOnce()
    {
        var claim = NewClaim("1");
        Kept(await AddAsync(claim, Noon));
        var partition = ClaimKeys.PartitionOf(claim.Id);
        foreach (var row in (string[])["claim", "audit|000001"])
        {
            await _tables.GetTableClient("Claims").DeleteEntityAsync(partition, row, cancellationToken: Cancellation);
        }

        Assert.Empty(await ListAsync());
        Kept(await AddAsync(claim, Noon.AddSeconds(1)));

        Assert.Equal(Noon.AddSeconds(1), Assert.Single(await ListAsync()).ReceivedAt);
    }

    [Fact]
    public async Task SaveAsync_OfADecision_MovesItBetweenListsAndAddsToTheAudit()
    {
        var claim = NewClaim("1");
        var read = Kept(await AddAsync(claim));
        var reply = new Reply("Your request", "Hello,\n\nGrüße");

        var saved = await _store.SaveAsync(read, Denied(reply), [new(Noon, "policy", "denied", "d")], Cancellation);
        var found = await _store.FindAsync(claim.Id, Cancellation);

        Assert.NotNull(saved);
        Assert.NotNull(found);
        Assert.Equal(saved.Version, found.Version);
        Assert.NotEqual(read.Version, saved.Version);
        Assert.Equal(reply, found.State.Reply);
        Assert.Equal(KeptJson.Write(saved.State), KeptJson.Write(found.State));
        Assert.Equal(["received", "denied"], (await _store.AuditAsync(claim.Id, Cancellation)).Select(entry => entry.Event));
        Assert.Empty(await ListAsync(ClaimStatus.Queued));
        Assert.Equal(claim.Id, Assert.Single(await ListAsync(ClaimStatus.Denied)).Id);
    }

    [Fact]
    public async Task SaveAsync_OfAStateThatWasChanged_ChangesNothing()
    {
        var read = Kept(await AddAsync(NewClaim("1")));
        Assert.NotNull(await _store.SaveAsync(read, Denied(null), [], Cancellation));

        var late = await _store.SaveAsync(read, ClaimState.Queued, [new(Noon, "policy", "late", "d")], Cancellation);

        Assert.Null(late);
        Assert.Equal(ClaimStatus.Denied, (await _store.FindAsync(read.Id, Cancellation))?.State.Status);
        Assert.Single(await _store.AuditAsync(read.Id, Cancellation));
    }

    [Fact]
    public async Task SaveAsync_ByManyAtOnce_KeepsTheReplyOfTheOneThatSucceeds()
    {
        var read = Kept(await AddAsync(NewClaim("1")));

        // Each writes its reply before its state, which is refused to all but one.
        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            NewStore(azurite).SaveAsync(read, Denied(new Reply("Your request", "by " + i)), [], Cancellation)));

        var winner = Assert.Single(saved.OfType<ClaimRecord>());
        Assert.Equal(winner.State.Reply, (await _store.FindAsync(read.Id, Cancellation))?.State.Reply);
    }

    [Fact]
    public async Task UndeliveredAsync_ListsADecisionUntilAllIsDelivered()
    {
        var read = Kept(await AddAsync(NewClaim("1")));
        var reply = new Reply("Your request", "Yes.");
        var decided = await _store.SaveAsync(read, Denied(reply) with { Decisions = 1, ToDeliver = ["event", "mail"] }, [], Cancellation);
        Assert.NotNull(decided);
        Assert.Equal(reply, Assert.Single(await UndeliveredAsync()).State.Reply);
        Assert.Empty(await UndeliveredAsync(DateTimeOffset.UtcNow.AddHours(-1)));

        var half = await _store.SaveAsync(decided, decided.State with { ToDeliver = ["mail"] }, [], Cancellation);
        Assert.NotNull(half);
        Assert.Single(await UndeliveredAsync());

        Assert.NotNull(await _store.SaveAsync(half, half.State with { ToDeliver = [] }, [], Cancellation));
        Assert.Empty(await UndeliveredAsync());
        Assert.Empty(await DeliveryRowsAsync());
    }

    [Fact]
    public async Task UndeliveredAsync_AfterASecondDecision_ListsItThoughTheFirstIsTakenOffLate()
    {
        var read = Kept(await AddAsync(NewClaim("1")));
        var first = await _store.SaveAsync(read, Denied(null) with { Decisions = 1, ToDeliver = ["mail"] }, [], Cancellation);
        Assert.NotNull(first);
        var second = await _store.SaveAsync(first, first.State with { Decisions = 2, ToDeliver = ["event"] }, [], Cancellation);
        Assert.NotNull(second);

        Assert.Equal(2, Assert.Single(await UndeliveredAsync()).State.Decisions);
        Assert.Equal([read.Id.Value + "|2"], await DeliveryRowsAsync());
    }

    [Fact]
    public async Task UndeliveredAsync_OfWhatACrashLeft_TakesOffWhatIsDeliveredAndKeepsWhatMayCome()
    {
        var read = Kept(await AddAsync(NewClaim("1")));
        Assert.NotNull(await _store.SaveAsync(read, Denied(null) with { Decisions = 1 }, [], Cancellation));
        var table = _tables.GetTableClient("ClaimDeliveries");
        var partition = ClaimKeys.PartitionOf(read.Id)[..1];
        await table.AddEntityAsync(new TableEntity(partition, read.Id.Value + "|1"), Cancellation);
        await table.AddEntityAsync(new TableEntity(partition, read.Id.Value + "|2"), Cancellation);

        Assert.Empty(await UndeliveredAsync());

        Assert.Equal([read.Id.Value + "|2"], await DeliveryRowsAsync());
    }

    [Fact]
    public async Task SaveAsync_ByManyAtOnce_SucceedsForOne()
    {
        var read = Kept(await AddAsync(NewClaim("1")));

        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            NewStore(azurite).SaveAsync(read, Denied(null), [new(Noon, "policy", "denied", "by " + i)], Cancellation)));

        Assert.Single(saved, state => state is not null);
        Assert.Equal(2, (await _store.AuditAsync(read.Id, Cancellation)).Count);
    }

    [Fact]
    public async Task AddFailedAsync_OfAnUnreadableMessage_ShowsItUntilAReadableOneComes()
    {
        var claim = NewClaim("1");
        await _store.AddFailedAsync(claim.Id, new("unreadable", "It is no JSON."), default, Noon, Cancellation);

        var failed = await _store.FindAsync(claim.Id, Cancellation);
        Assert.Equal(ClaimStatus.Failed, failed?.State.Status);
        Assert.Equal("unreadable", failed?.State.Failure?.Reason);
        Assert.Null(await _store.FindContentAsync(claim.Id, Cancellation));

        Kept(await AddAsync(claim, Noon.AddHours(1)));
        Assert.Equal(ClaimStatus.Queued, (await _store.FindAsync(claim.Id, Cancellation))?.State.Status);
        Assert.Equal(["failed", "received"], (await _store.AuditAsync(claim.Id, Cancellation)).Select(entry => entry.Event));
        Assert.NotNull(await _store.FindContentAsync(claim.Id, Cancellation));
    }

    [Fact]
    public async Task AddFailedAsync_UnderTheIdOfAClaim_LeavesTheClaim()
    {
        var read = Kept(await AddAsync(NewClaim("1")));

        await _store.AddFailedAsync(read.Id, new("unreadable", "It is no JSON."), default, Noon, Cancellation);

        Assert.Equal(ClaimStatus.Queued, (await _store.FindAsync(read.Id, Cancellation))?.State.Status);
    }

    [Fact]
    public async Task ListAsync_InPages_ShowsEachOnceTheNewestFirst()
    {
        // Three within one instant, the rest over two weeks.
        var times = Enumerable.Range(0, 23).Select(i => i < 3 ? Noon : Noon.AddHours(-i * 17)).ToArray();
        await Task.WhenAll(times.Select((at, i) => AddAsync(NewClaim("n" + i), at)));

        var seen = new List<ClaimRecord>();
        ClaimPlace? next = null;
        var pages = 0;
        do
        {
            var page = await _store.ListAsync(new ClaimQuery(null, null, _run, null, null, 5, next), Cancellation);
            Assert.InRange(page.Items.Count, 1, 5);
            seen.AddRange(page.Items);
            next = page.Next;
            pages++;
        }
        while (next is not null && pages < 10);

        Assert.Equal(5, pages);
        Assert.Equal(23, seen.Select(claim => claim.Id).Distinct().Count());
        Assert.Equal(times.OrderDescending(), seen.Select(claim => claim.ReceivedAt));
    }

    [Fact]
    public async Task ListAsync_OfAPeriod_IncludesItsStartAndExcludesItsEnd()
    {
        foreach (var hour in (int[])[0, 1, 2])
        {
            Kept(await AddAsync(NewClaim("h" + hour), Noon.AddHours(hour)));
        }

        var page = await _store.ListAsync(new ClaimQuery(null, null, _run, Noon.AddHours(1), Noon.AddHours(2), 100, null), Cancellation);

        Assert.Equal(Noon.AddHours(1), Assert.Single(page.Items).ReceivedAt);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task ListAsync_ByCustomerAndStatus_ShowsTheirsOnly()
    {
        var claim = NewClaim("1");
        Kept(await AddAsync(claim));
        var other = Kept(await AddAsync(NewClaim("2", customer: "other")));
        Assert.NotNull(await _store.SaveAsync(other, Denied(null), [], Cancellation));

        async Task<IEnumerable<ClaimId>> Of(CustomerKey customer, ClaimStatus? status) =>
            (await _store.ListAsync(new ClaimQuery(status, customer, null, null, null, 100, null), Cancellation)).Items.Select(item => item.Id);

        Assert.Equal([claim.Id], await Of(KeyOf(claim), null));
        Assert.Empty(await Of(KeyOf(claim), ClaimStatus.Denied));
        Assert.NotNull(other.CustomerKey);
        Assert.Equal([other.Id], await Of(other.CustomerKey, ClaimStatus.Denied));
    }

    [Fact]
    public async Task CountBeforeAsync_OfClaimsThatCameInAtOnce_CountsEachOnce()
    {
        var customer = KeyOf(NewClaim("0"));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => NewStore(azurite).AddAsync(NewClaim("n" + i), customer, Noon.AddSeconds(i), Cancellation)));

        Assert.Equal(new PriorClaims(0, 0), await _store.CountBeforeAsync(customer, NewClaim("n0").Id, Noon, Cancellation));
        Assert.Equal(new PriorClaims(7, 7), await _store.CountBeforeAsync(customer, NewClaim("n7").Id, Noon.AddSeconds(7), Cancellation));
        Assert.Equal(new PriorClaims(11, 11), await _store.CountBeforeAsync(customer, NewClaim("n11").Id, Noon.AddSeconds(11), Cancellation));
    }

    [Fact]
    public async Task CountBeforeAsync_AtTheEndsOfThePeriods_IncludesTheStartAndNotItself()
    {
        var claim = NewClaim("now");
        foreach (var (name, at) in ((string, DateTimeOffset)[])
            [
                ("a", Noon.AddTicks(-1)), ("b", Noon.AddDays(-90)), ("c", Noon.AddDays(-90).AddTicks(-1)),
                ("d", Noon.AddDays(-365)), ("e", Noon.AddDays(-365).AddTicks(-1)), ("now", Noon), ("later", Noon.AddTicks(1)),
            ])
        {
            Kept(await _store.AddAsync(NewClaim(name), KeyOf(claim), at, Cancellation));
        }

        var prior = await _store.CountBeforeAsync(KeyOf(claim), claim.Id, Noon, Cancellation);

        Assert.Equal(new PriorClaims(2, 4), prior);
    }

    [Fact]
    public async Task Claims_AndTheirIndex_HoldNothingOfThePerson()
    {
        var claim = NewClaim("1");
        var read = Kept(await AddAsync(claim));
        Assert.NotNull(await _store.SaveAsync(read, Denied(new Reply("s", "Hello Jane,")), [], Cancellation));

        foreach (var table in (string[])["Claims", "ClaimIndex", "ClaimCustomers"])
        {
            await foreach (var row in _tables.GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                var text = string.Join('\n', row.Select(property => property.Key + "=" + property.Value));
                Assert.DoesNotContain("jane", text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("Forgot", text, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task AddAndSave_WhoseAnswersAreLost_TakeEffectOnce(int retries)
    {
        var lost = new LostAnswers("Claims") { Left = 1 };
        var options = new TableClientOptions { Retry = { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(1) } };
        options.AddPolicy(lost, Azure.Core.HttpPipelinePosition.PerRetry);
        var service = new TableServiceClient(azurite.ConnectionString, options);
        var store = new TableClaimStore(new PromoTables(service, service));
        var claim = NewClaim("1");

        var read = Kept(await store.AddAsync(claim, KeyOf(claim), Noon, Cancellation));
        Assert.Equal(0, lost.Left);
        lost.Left = 1;
        var saved = await store.SaveAsync(read, Denied(null), [new(Noon, "policy", "denied", "d")], Cancellation);

        Assert.Equal(0, lost.Left);
        Assert.NotNull(saved);
        Assert.Equal(saved.Version, (await _store.FindAsync(claim.Id, Cancellation))?.Version);
        Assert.Equal(["received", "denied"], (await _store.AuditAsync(claim.Id, Cancellation)).Select(entry => entry.Event));
        Assert.Empty(await ListAsync(ClaimStatus.Queued));
        Assert.Single(await ListAsync(ClaimStatus.Denied));
    }

    private static TableClaimStore NewStore(AzuriteFixture azurite) =>
        new(new PromoTables(new TableServiceClient(azurite.ConnectionString), new TableServiceClient(azurite.ConnectionString)));

    private static ClaimRecord Kept(ClaimAddition addition) => Assert.IsType<ClaimAddition.Kept>(addition).Claim;

    private static CustomerKey KeyOf(Claim claim) => Keys.Of(claim.Customer) ?? throw new InvalidOperationException();

    private static ClaimState Denied(Reply? reply)
    {
        var decision = new Decision(ClaimOutcome.Denied, "default", ClaimComplexity.Low, 0, "EUR", ["No rule."], 1, null, Decision.ByPolicy, Noon);
        return new ClaimState(ClaimStatus.Denied)
        {
            Facts = new ClaimFacts { Kind = ClaimKind.Complaint, Currency = "EUR", ReceivedAt = Noon, Tags = ["vip"] },
            Ruling = new ClaimRuling(decision, [], ReplyReason.NotGranted),
            Remedies = [new Remedy.Newsletter("https://shop.example")],
            Reply = reply,
        };
    }

    private async Task<ClaimAddition> AddAsync(Claim claim, DateTimeOffset? at = null) =>
        await _store.AddAsync(claim, KeyOf(claim), at ?? Noon, Cancellation);

    private async Task<List<ClaimRecord>> UndeliveredAsync(DateTimeOffset? before = null) =>
        await _store.UndeliveredAsync(before ?? DateTimeOffset.UtcNow.AddHours(1), Cancellation).Where(claim => claim.Id.Value.StartsWith(_run, StringComparison.Ordinal)).ToListAsync(Cancellation);

    private async Task<List<string>> DeliveryRowsAsync() =>
        await _tables.GetTableClient("ClaimDeliveries").QueryAsync<TableEntity>(cancellationToken: Cancellation)
            .Select(row => row.RowKey).Where(row => row.StartsWith(_run, StringComparison.Ordinal)).ToListAsync(Cancellation);

    private async Task<IReadOnlyList<ClaimRecord>> ListAsync(ClaimStatus? status = null) =>
        (await _store.ListAsync(new ClaimQuery(status, null, _run, null, null, 100, null), Cancellation)).Items;

    private Claim NewClaim(string name, string summary = "Forgot the code", string customer = "jane", int messages = 0, string text = "")
    {
        var json = new JsonObject
        {
            ["claimId"] = $"{_run}-{name}",
            ["kind"] = "complaint",
            ["currency"] = "EUR",
            ["customer"] = new JsonObject { ["email"] = $"{customer}@{_run}.example", ["firstName"] = "Jane" },
            ["contact"] = new JsonObject
            {
                ["channel"] = "chat",
                ["agent"] = _run,
                ["reference"] = "ticket",
                ["summary"] = summary,
                ["messages"] = new JsonArray([.. Enumerable.Range(0, messages).Select(_ => new JsonObject { ["at"] = "2026-07-02T11:00:00Z", ["from"] = "customer", ["text"] = text })]),
            },
        };
        var errors = new InputErrors();
        return JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), errors, reader => Claim.Read(reader, ClaimId.New(), Noon))
            ?? throw new InvalidOperationException(errors.ToList()[0].Key + errors.ToList()[0].Value[0]);
    }
}
