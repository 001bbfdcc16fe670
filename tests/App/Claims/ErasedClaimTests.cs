using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>Messages of customers who were erased after the message was sent.</summary>
public sealed class ErasedClaimTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Desk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _desk.Tables.CreateTablesAsync(Cancellation);
        await new TableServiceClient(azurite.ConnectionString).CreateTableIfNotExistsAsync("Erasures", Cancellation);
    }

    public async ValueTask DisposeAsync() => await _desk.ReplayAsync();

    [Fact]
    public async Task Message_SentBeforeTheErasureAndReadAfterIt_IsNotKept()
    {
        var json = _desk.Json();
        await EraseAsync(_desk, json);

        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json) with { SentAt = _desk.Time.GetUtcNow().AddMinutes(-1) }, Cancellation));

        var claim = await _desk.FindAsync(json);
        Assert.Equal((ClaimStatus.Failed, "erased"), (claim.State.Status, claim.State.Failure?.Reason));
        Assert.Empty(await PersonsAsync(json));
        Assert.Empty(_desk.Mails.Sent);
    }

    [Fact]
    public async Task Message_SentAfterTheErasure_IsAClaimLikeAnyOther()
    {
        var json = _desk.Json();
        await EraseAsync(_desk, json);

        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json) with { SentAt = _desk.Time.GetUtcNow().AddTicks(1) }, Cancellation));

        Assert.Equal(ClaimStatus.Approved, (await _desk.FindAsync(json)).State.Status);
    }

    [Fact]
    public async Task Message_WhoseFirstDeliveryDiedBeforeTheClaimStood_IsNotKeptAnewAfterTheErasure()
    {
        // The content is written before the claim; an erasure goes by the claims.
        var json = _desk.Json();
        var left = new TableEntity(PartitionOf(json), "content|0|00") { ["Content00"] = Encoding.UTF8.GetBytes("jane@example.com") };
        await new TableServiceClient(azurite.ConnectionString).GetTableClient("ClaimPersons").AddEntityAsync(left, Cancellation);
        await EraseAsync(_desk, json);

        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, delivery: 2) with { SentAt = _desk.Time.GetUtcNow().AddMinutes(-1) }, Cancellation));

        Assert.Empty(await PersonsAsync(json));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_RedeliveredAfterADeathAtAnyCallAndTheErasure_LeavesNothingOfThePerson(bool afterEffect)
    {
        var point = 0;
        CrashPoint crash;
        do
        {
            point++;
            crash = new CrashPoint(point, afterEffect);
            var fresh = new Desk(azurite);
            var json = fresh.Json("crash" + point);
            var message = Desk.Message(json) with { SentAt = fresh.Time.GetUtcNow().AddMinutes(-1) };
            await Record.ExceptionAsync(() => new Desk(azurite, crash, fresh).Process.HandleAsync(message, Cancellation));
            await EraseAsync(fresh, json);

            Assert.Null(await fresh.Process.HandleAsync(message with { Delivery = 2 }, Cancellation));

            Assert.Empty(await PersonsAsync(json));
        }
        while (crash.Reached && point < 50);

        Assert.InRange(point, 8, 49);
    }

    [Theory]
    [InlineData(ClaimOutcome.Approved, 500)]
    [InlineData(ClaimOutcome.Denied, 0)]
    public async Task Decision_OfAPersonThatIsCarriedOutDuringTheErasure_LeavesNothingOfTheCustomer(ClaimOutcome outcome, long amount)
    {
        var json = _desk.Significant();
        await _desk.EscalatedAsync(json);
        _desk.Ledger.BeforeNext = () => EraseAsync(_desk, json);
        _desk.BeforeNextOffer = () => EraseAsync(_desk, json);

        var answer = await _desk.Decide.HandleAsync(Desk.IdOf(json).Value, null, new AgentVerdict(outcome, amount, "lee", "Jane called.", OverrideLimits: false), Cancellation);

        Assert.Equal(200, answer.Status);
        Assert.Empty(await PersonsAsync(json));
    }

    [Fact]
    public async Task Reply_OfAProcessThatDiedDuringTheErasure_GoesWithTheNextChange()
    {
        var json = _desk.Significant();
        var claim = await _desk.EscalatedAsync(json);
        await EraseAsync(_desk, json);
        await new TableServiceClient(azurite.ConnectionString).GetTableClient("ClaimPersons").AddEntityAsync(new TableEntity(PartitionOf(json), "reply|0") { ["KeptReply"] = "Jane" }, Cancellation);

        var erased = await _desk.Tables.FindAsync(claim.Id, Cancellation) ?? throw new InvalidOperationException();
        Assert.NotNull(await _desk.Tables.SaveAsync(erased, erased.State, [], Cancellation));

        Assert.Empty(await PersonsAsync(json));
    }

    [Fact]
    public async Task Claim_ErasedBeforeItsCodeStands_LeavesItsPlaceToTheCustomersNextOne()
    {
        var first = _desk.Plain("complaint");
        _desk.Codes.BeforeNext = () => throw new CrashException();
        await Assert.ThrowsAsync<CrashException>(() => _desk.Process.HandleAsync(Desk.Message(first), Cancellation));

        await EraseAsync(_desk, first);

        await AssertGivenAsync(first);
    }

    [Fact]
    public async Task Claim_ErasedWhileItsCodeIsMade_LeavesNeitherTheCodeNorItsPlaceTaken()
    {
        var first = _desk.Plain("complaint");
        _desk.Codes.BeforeNext = () => EraseAsync(_desk, first);

        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(first), Cancellation));

        Assert.Equal((ClaimStatus.Failed, "erased"), ((await _desk.FindAsync(first)).State.Status, (await _desk.FindAsync(first)).State.Failure?.Reason));
        Assert.Empty(_desk.Codes.Issued);
        Assert.Empty(await PersonsAsync(first));
        await AssertGivenAsync(first);
    }

    /// <summary>The customer's next claim gets a code.</summary>
    private async Task AssertGivenAsync(JsonObject first)
    {
        var next = _desk.Plain("complaint", "next");
        next["customer"] = first["customer"]?.DeepClone();
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(next), Cancellation));
        Assert.IsType<Remedy.NewCode>(Assert.Single((await _desk.FindAsync(next)).State.Remedies));
    }

    private static async Task EraseAsync(Desk desk, JsonObject json)
    {
        var customer = Desk.Keys.Of(desk.Read(json).Customer) ?? throw new InvalidOperationException();
        await desk.Erasures.OpenAsync(customer, Cancellation);
        await desk.Erasures.RememberAsync(customer, Cancellation);
        await new EraseClaims(desk.Tables, desk.Tables, desk.Goodwill, desk.Time).EraseAsync(customer, Cancellation);
        await desk.Erasures.CloseAsync(customer, Cancellation);
    }

    private static string PartitionOf(JsonObject json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Desk.IdOf(json).Value)).AsSpan(0, 16));

    private async Task<List<TableEntity>> PersonsAsync(JsonObject json)
    {
        var partition = PartitionOf(json);
        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient("ClaimPersons");
        return await table.QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: Cancellation).ToListAsync(Cancellation);
    }
}
