using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>Claims after two years. In an Azurite of its own: how far they are forgotten is known once for all claims.</summary>
public sealed class AgedClaimsTests : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();
    private Desk? _desk;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Desk Desk => _desk ?? throw new InvalidOperationException("The desk is not open yet.");

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        _desk = new Desk(_azurite);
        await _desk.Tables.CreateTablesAsync(Cancellation);
        await new TableServiceClient(_azurite.ConnectionString).CreateTableIfNotExistsAsync("Erasures", Cancellation);
    }

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    [Fact]
    public async Task Claim_OnTheDayBeforeItsTwoYearsAreOver_KeepsItsPersonAndOnTheDayAfterDoesNot()
    {
        var (settled, complaint) = (Desk.Json(), Desk.Plain("complaint", "second"));
        Assert.Null(await Desk.Process.HandleAsync(Desk.Message(settled), Cancellation));
        Assert.Null(await Desk.Process.HandleAsync(Desk.Message(complaint), Cancellation));
        var (before, received) = (await Desk.FindAsync(settled), Desk.Time.GetUtcNow());

        Assert.Equal(0, await Aged().ForgetAsync(received + IAgedClaims.Known, Cancellation));
        Assert.NotNull(await Desk.Tables.FindContentAsync(before.Id, Cancellation));

        Assert.Equal(2, await Aged().ForgetAsync(received + IAgedClaims.Known + TimeSpan.FromDays(1), Cancellation));
        Assert.False(await new TableServiceClient(_azurite.ConnectionString).GetTableClient("ClaimPersons").QueryAsync<TableEntity>(cancellationToken: Cancellation).AnyAsync(Cancellation));
        var after = await Desk.FindAsync(settled);
        Assert.True(after.State.PersonErased);
        Assert.Null(after.State.Reply);
        Assert.Equal((before.State.Status, before.State.Decision?.Rule, before.CustomerKey), (after.State.Status, after.State.Decision?.Rule, after.CustomerKey));
    }

    [Fact]
    public async Task Claims_ThatWereForgotten_AreNotReadAgain()
    {
        Assert.Null(await Desk.Process.HandleAsync(Desk.Message(Desk.Json()), Cancellation));
        var day = Desk.Time.GetUtcNow() + IAgedClaims.Known + TimeSpan.FromDays(1);

        Assert.Equal(1, await Aged().ForgetAsync(day, Cancellation));
        Assert.Equal(0, await Aged().ForgetAsync(day, Cancellation));
        Assert.Equal(0, await Aged().ForgetAsync(day + TimeSpan.FromDays(1), Cancellation));

        // A clock that was ahead and is set back finds nothing to do either.
        Assert.Equal(0, await Aged().ForgetAsync(day - TimeSpan.FromDays(1), Cancellation));
    }

    [Fact]
    public async Task Mark_OfHowFarItHasCome_IsNobodysDuty()
    {
        await Aged().ForgetAsync(Desk.Time.GetUtcNow(), Cancellation);

        Assert.False(await Desk.Tables.DueAsync(DateTimeOffset.MaxValue, Cancellation).AnyAsync(Cancellation));
    }

    private TableAgedClaims Aged()
    {
        var service = new TableServiceClient(_azurite.ConnectionString);
        return new(new PromoTables(service, service), Desk.Tables, new EraseClaims(Desk.Tables, Desk.Tables, Desk.Goodwill, Desk.Time));
    }
}
