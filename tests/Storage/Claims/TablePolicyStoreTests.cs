using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Claims;

public sealed class TablePolicyStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, 123, TimeSpan.Zero);

    private readonly string _installation = AzuriteFixture.NewName("P");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await TablesOf().Policies.CreateIfNotExistsAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task CurrentAsync_BeforeAnyChange_IsTheWrittenOne()
    {
        var store = NewStore();

        Assert.Equal(WrittenPolicy.First, await store.CurrentAsync(Cancellation));
        Assert.Equal([WrittenPolicy.First.Stamp], await store.ListAsync(Cancellation));
        Assert.Null(await store.FindAsync(2, Cancellation));
    }

    [Fact]
    public async Task SaveAsync_OfAPolicy_IsTheNextVersionWordForWordInEveryProcessAtOnce()
    {
        var (one, other) = (NewStore(), NewStore());
        await other.CurrentAsync(Cancellation);

        var saved = await SaveAsync(one, Window(21));
        var seen = await other.CurrentAsync(Cancellation);

        Assert.Equal((2, Noon), (saved.Version, saved.From));
        Assert.Equal((2, Noon), (seen.Version, seen.From));
        Assert.Equal(Window(21).ToText(), seen.Policy.ToText());
        Assert.Equal([seen.Stamp, WrittenPolicy.First.Stamp], await one.ListAsync(Cancellation));

        var next = await SaveAsync(other, Window(22));
        Assert.Equal(3, next.Version);
        Assert.Equal(3, (await one.CurrentAsync(Cancellation)).Version);
        Assert.Equal(Window(21).ToText(), (await NewStore().FindAsync(2, Cancellation))?.Policy.ToText());
    }

    [Fact]
    public async Task CurrentAsync_OnceAVersionIsKnown_TakesOneRequest()
    {
        var requests = new Counted();
        var store = NewStore(requests);
        await SaveAsync(NewStore(), Window(21));
        await store.CurrentAsync(Cancellation);
        requests.Count = 0;

        await store.CurrentAsync(Cancellation);

        Assert.Equal(1, requests.Count);
    }

    [Fact]
    public async Task SaveAsync_OfManyAtOnce_GivesEachAVersionOfItsOwnAndLosesNone()
    {
        var saved = await Task.WhenAll(Enumerable.Range(1, 20).Select(days => SaveAsync(NewStore(), Window(days))));

        Assert.Equal(Enumerable.Range(2, 20), saved.Select(version => version.Version).Order());
        foreach (var version in saved)
        {
            Assert.Equal(version.Policy.ToText(), (await NewStore().FindAsync(version.Version, Cancellation))?.Policy.ToText());
        }

        Assert.Equal(21, (await NewStore().CurrentAsync(Cancellation)).Version);
        Assert.Equal(Enumerable.Range(1, 21).Reverse(), (await NewStore().ListAsync(Cancellation)).Select(stamp => stamp.Version));
    }

    [Fact]
    public async Task SaveAsync_ExpectingAnotherVersion_ChangesNothing()
    {
        var store = NewStore();
        Assert.IsType<PolicySaving.Saved>(await store.SaveAsync(Window(21), 1, Noon, Cancellation));

        var stale = Assert.IsType<PolicySaving.Stale>(await store.SaveAsync(Window(22), 1, Noon, Cancellation));

        Assert.Equal(2, stale.Current);
        Assert.Equal(2, (await store.ListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task SaveAsync_ExpectingTheSameByManyAtOnce_IsDoneByOne()
    {
        var saved = await Task.WhenAll(Enumerable.Range(1, 10).Select(days => NewStore().SaveAsync(Window(days), 1, Noon, Cancellation)));

        Assert.Single(saved.OfType<PolicySaving.Saved>());
        Assert.Equal(9, saved.OfType<PolicySaving.Stale>().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task SaveAsync_WhoseAnswerIsLost_MakesOneVersion(int? expected)
    {
        var store = NewStore(new LostAnswers(_installation + "Policies") { Left = 1 });

        var saved = Assert.IsType<PolicySaving.Saved>(await store.SaveAsync(Window(21), expected, Noon, Cancellation));

        Assert.Equal(2, saved.Version.Version);
        Assert.Equal([2, 1], (await NewStore().ListAsync(Cancellation)).Select(stamp => stamp.Version));
    }

    private static Policy Window(int days)
    {
        var json = JsonNode.Parse(WrittenPolicy.First.Policy.ToText())?.AsObject() ?? throw new InvalidOperationException();
        (json["thresholds"] ?? new JsonObject())["claimWindowDays"] = days;
        var errors = new InputErrors();
        return JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), errors, Policy.Read) ?? throw new InvalidOperationException(errors.ToList()[0].Value[0]);
    }

    private static async Task<PolicyVersion> SaveAsync(TablePolicyStore store, Policy policy) =>
        Assert.IsType<PolicySaving.Saved>(await store.SaveAsync(policy, null, Noon, Cancellation)).Version;

    private TablePolicyStore NewStore(Azure.Core.Pipeline.HttpPipelinePolicy? policy = null) => new(TablesOf(policy));

    private PromoTables TablesOf(Azure.Core.Pipeline.HttpPipelinePolicy? policy = null)
    {
        var options = new TableClientOptions();
        if (policy is not null)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        var tables = new OwnTables(azurite.ConnectionString, _installation, options);
        return new(tables, tables);
    }

    private sealed class Counted : Azure.Core.Pipeline.HttpPipelineSynchronousPolicy
    {
        public int Count { get; set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }
}
