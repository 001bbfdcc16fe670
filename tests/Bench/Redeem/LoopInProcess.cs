using Azure.Data.Tables;
using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Redeem;

/// <summary>The plain loop, called directly.</summary>
internal sealed class LoopInProcess(string connectionString, BackOff backOff) : IContender
{
    public string Name => "plain loop, in process";

    public PlainLoop Loop { get; } = new(Client(connectionString), backOff);

    /// <summary>Clients as quiet as the ledger's.</summary>
    public static TableServiceClient Client(string connectionString)
    {
        var options = new TableClientOptions();
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return new(connectionString, options);
    }

    public async Task GivenAsync(string campaign, long total)
    {
        await Loop.CreateAsync();
        await Loop.GivenAsync(campaign, total);
    }

    public Task<IRound> BeginAsync(string campaign) => Task.FromResult<IRound>(new Round(Loop, campaign));

    public async Task<long> CountAsync(string campaign)
    {
        var (counted, rows) = await Loop.CountAsync(campaign);
        return counted == rows ? rows : throw new InvalidDataException($"The loop counted {counted} redemptions and has {rows}.");
    }

    private sealed class Round(PlainLoop loop, string campaign) : IRound
    {
        private readonly string _applied = Sample.Applied(Sample.CodeOf(campaign), campaign);

        public async Task<Told> RedeemAsync(int caller, string order, string customer) =>
            await loop.RedeemAsync(campaign, order, Sample.Hash(customer, 16), Sample.Hash(order + customer, 32), _applied) switch
            {
                PlainEnd.Made => Told.Made,
                PlainEnd.UsedUp => Told.Refused,
                var end => throw new InvalidDataException($"The loop answered {end}."),
            };

        /// <summary>Nothing follows the loop's answer.</summary>
        public Task DrainAsync(long standing) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
