using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Claims;

public sealed class TableGoodwillBookTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ClaimId First = ClaimId.Parse("first");
    private static readonly ClaimId Second = ClaimId.Parse("second");

    private readonly CustomerKey _customer = new CustomerKeys("a secret of some length"u8).Of(Customer.Unknown with { Id = AzuriteFixture.NewName("c") }) ?? throw new InvalidOperationException();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await new TableClaimStore(Tables()).CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Take_ByManyClaimsAtOnce_GivesToOne()
    {
        var claims = Enumerable.Range(0, 16).Select(i => ClaimId.Parse("c" + i)).ToArray();

        var taken = await Task.WhenAll(claims.Select((claim, i) => Book().TakeAsync(_customer, new Goodwill(claim, Noon.AddTicks(i)), Noon, Cancellation)));

        var winner = Assert.Single(taken.Distinct());
        Assert.Equal(winner, await Book().FindAsync(_customer, Cancellation));
        Assert.Single(claims, claim => claim == winner.Claim);
    }

    [Fact]
    public async Task Take_AgainForTheSameClaim_IsWhatItTookFirst()
    {
        var first = await Book().TakeAsync(_customer, new Goodwill(First, Noon), Noon, Cancellation);

        Assert.Equal(first, await Book().TakeAsync(_customer, new Goodwill(First, Noon.AddDays(200)), Noon, Cancellation));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(-1, false)]
    public async Task Take_NinetyDaysAfterTheLast_IsFreeFromTheNextInstantOn(long ticks, bool free)
    {
        await Book().TakeAsync(_customer, new Goodwill(First, Noon), Noon, Cancellation);
        var receivedAt = Noon.AddDays(90).AddTicks(ticks);

        var standing = await Book().TakeAsync(_customer, new Goodwill(Second, receivedAt), receivedAt, Cancellation);

        Assert.Equal(free ? Second : First, standing.Claim);
        Assert.Equal(!free, new Goodwill(First, Noon).CountsFor(Second, receivedAt));
    }

    [Fact]
    public async Task Take_WhoseAnswerIsLost_TakesOnce()
    {
        var book = new TableGoodwillBook(Tables(new LostInserts()));

        var taken = await book.TakeAsync(_customer, new Goodwill(First, Noon), Noon, Cancellation);

        Assert.Equal(new Goodwill(First, Noon), taken);
        Assert.Equal(taken, await Book().FindAsync(_customer, Cancellation));
    }

    [Fact]
    public async Task Find_OfACustomerWhoGotNone_IsNothing() => Assert.Null(await Book().FindAsync(_customer, Cancellation));

    private TableGoodwillBook Book() => new(Tables());

    private PromoTables Tables(Azure.Core.Pipeline.HttpPipelinePolicy? policy = null)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        if (policy is not null)
        {
            options.AddPolicy(policy, Azure.Core.HttpPipelinePosition.PerRetry);
        }

        var service = new TableServiceClient(azurite.ConnectionString, options);
        return new PromoTables(service, service);
    }

    /// <summary>Loses the answer to the first insert, which takes effect.</summary>
    private sealed class LostInserts : Azure.Core.Pipeline.HttpPipelinePolicy
    {
        private int _seen;

        public override void Process(Azure.Core.HttpMessage message, ReadOnlyMemory<Azure.Core.Pipeline.HttpPipelinePolicy> pipeline)
        {
            ProcessNext(message, pipeline);
            Lose(message);
        }

        public override async ValueTask ProcessAsync(Azure.Core.HttpMessage message, ReadOnlyMemory<Azure.Core.Pipeline.HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            Lose(message);
        }

        private void Lose(Azure.Core.HttpMessage message)
        {
            if (message.Request.Method == Azure.Core.RequestMethod.Post && Interlocked.Increment(ref _seen) == 1)
            {
                throw new IOException("The connection was lost.");
            }
        }
    }
}
