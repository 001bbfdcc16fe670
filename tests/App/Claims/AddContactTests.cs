using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class AddContactTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly Contact Call = new("phone", "ann", "call-7", "Asked again, angrily", [new(new(2026, 7, 2, 11, 0, 0, TimeSpan.Zero), "customer", "Where is my money?")]);

    private readonly Desk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Contact_Added_IsShownBehindTheOneThatBroughtTheClaim()
    {
        var json = await PostedAsync();

        var answer = await _desk.Add.HandleAsync(Desk.IdOf(json).Value, Call, Cancellation);

        Assert.Equal(201, answer.Status);
        var contacts = Desk.BodyOf(answer)["contacts"]?.AsArray() ?? [];
        Assert.Equal(["ticket", "call-7"], contacts.Select(contact => contact?["reference"]?.GetValue<string>()));
        Assert.Equal("Where is my money?", contacts[1]?["messages"]?[0]?["text"]?.GetValue<string>());
        var entry = Desk.BodyOf(answer)["audit"]?.AsArray()[^1];
        Assert.Equal(("contact-added", "agent:ann", "A contact by phone was added."), (entry?["event"]?.GetValue<string>(), entry?["actor"]?.GetValue<string>(), entry?["detail"]?.GetValue<string>()));
    }

    [Fact]
    public async Task Contact_AddedManyTimesAtOnce_IsThereOnce()
    {
        var json = await PostedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new Desk(azurite, shared: _desk).Add.HandleAsync(Desk.IdOf(json).Value, Call, Cancellation)));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(5, answers.Count(answer => answer.Status == 200));
        Assert.Equal(2, Desk.BodyOf(answers[0])["contacts"]?.AsArray().Count);
        Assert.Single(await _desk.EventsAsync(json), what => what == "contact-added");
    }

    [Fact]
    public async Task Contacts_OfOtherContentUnderOneReference_AreBothThere()
    {
        var json = await PostedAsync();

        await _desk.Add.HandleAsync(Desk.IdOf(json).Value, Call, Cancellation);
        var answer = await _desk.Add.HandleAsync(Desk.IdOf(json).Value, Call with { Summary = "Calm now" }, Cancellation);

        Assert.Equal(201, answer.Status);
        Assert.Equal(["Forgot the code", "Asked again, angrily", "Calm now"], (Desk.BodyOf(answer)["contacts"]?.AsArray() ?? []).Select(contact => contact?["summary"]?.GetValue<string>()));
    }

    [Fact]
    public async Task Contact_OfADecidedAndOfAFailedClaim_IsAdded()
    {
        var decided = _desk.Json("decided");
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(decided), Cancellation));
        var failed = _desk.Json("failed", kind: "lost-code");
        Assert.NotNull(await _desk.Process.HandleAsync(Desk.Message(failed), Cancellation));

        Assert.Equal(201, (await _desk.Add.HandleAsync(Desk.IdOf(decided).Value, Call, Cancellation)).Status);
        Assert.Equal(201, (await _desk.Add.HandleAsync(Desk.IdOf(failed).Value, Call, Cancellation)).Status);
        Assert.Equal(ClaimStatus.Approved, (await _desk.FindAsync(decided)).State.Status);
        Assert.Equal(ClaimStatus.Failed, (await _desk.FindAsync(failed)).State.Status);
    }

    [Fact]
    public async Task Contact_AddedWhileTheClaimIsDecided_LosesNeither()
    {
        var json = await PostedAsync();

        await Task.WhenAll(
            _desk.Process.HandleAsync(Desk.Message(json), Cancellation),
            Task.WhenAll(Enumerable.Range(0, 5).Select(i => new Desk(azurite, shared: _desk).Add.HandleAsync(Desk.IdOf(json).Value, Call with { Reference = "r" + i }, Cancellation))));

        var claim = await _desk.FindAsync(json);
        Assert.Equal(ClaimStatus.Approved, claim.State.Status);
        Assert.Equal(5, claim.State.Contacts.Count);
        Assert.Single(_desk.Ledger.Retroactive);
    }

    [Fact]
    public async Task Contact_OnceAdded_StandsInThePersonsRowsAlone()
    {
        var json = await PostedAsync();
        var mark = Guid.NewGuid().ToString("N");

        await _desk.Add.HandleAsync(Desk.IdOf(json).Value, Call with { Summary = mark }, Cancellation);

        var tables = new TableServiceClient(azurite.ConnectionString);
        Assert.True(await HoldsAsync(tables.GetTableClient("ClaimPersons"), mark));
        foreach (var name in (string[])["Claims", "ClaimIndex", "ClaimCustomers", "ClaimDue"])
        {
            Assert.False(await HoldsAsync(tables.GetTableClient(name), mark), name);
        }
    }

    [Theory]
    [InlineData("nobody-knows-it")]
    [InlineData("..")]
    public async Task Contact_OfAClaimThatIsNotThere_IsNotFound(string id) =>
        Assert.Equal(404, (await _desk.Add.HandleAsync(id, Call, Cancellation)).Status);

    private static async Task<bool> HoldsAsync(TableClient table, string text)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            if (row.Any(cell => cell.Value switch
            {
                string held => held.Contains(text, StringComparison.Ordinal),
                byte[] bytes => Encoding.UTF8.GetString(bytes).Contains(text, StringComparison.Ordinal),
                _ => false,
            }))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<JsonObject> PostedAsync()
    {
        var json = _desk.Json();
        await _desk.Receive.HandleAsync(_desk.Read(json), _desk.Time.GetUtcNow(), Cancellation);
        return json;
    }
}
