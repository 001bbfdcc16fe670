using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Bench.Running;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Bench.Redeem;

/// <summary>The ledger, called directly; each round has one of its own, which ends when its outbox is delivered.</summary>
internal sealed class LedgerInProcess(string connectionString) : IContender
{
    private readonly LedgerRows _rows = new(connectionString);

    public string Name => "ledger, in process";

    public async Task GivenAsync(string campaign, long total)
    {
        await using var process = Process();
        await process.GetRequiredService<PromoTables>().CreateAsync(CancellationToken.None);
        _ = await process.GetRequiredService<ICampaignCatalog>().SaveAsync(CampaignId.Parse(campaign), Sample.Definition(total), 0, CancellationToken.None) is SaveCampaignOutcome.Saved
            ? true
            : throw new InvalidDataException($"The campaign {campaign} could not be made.");
    }

    public async Task<IRound> BeginAsync(string campaign)
    {
        var process = Process();
        var view = await process.GetRequiredService<ICampaignCatalog>().RefreshAsync(CancellationToken.None);
        return new Round(process, view.Campaigns[CampaignId.Parse(campaign)]);
    }

    public Task<long> CountAsync(string campaign) => _rows.CountAsync(campaign);

    private ServiceProvider Process()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("PromoStorage", connectionString)]).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddPromoStorage(settings)
            .AddSingleton(new CodePseudonyms("the benchmark's own secret of 32 bytes or more"u8.ToArray()))
            .BuildServiceProvider();
    }

    private sealed class Round(ServiceProvider process, Campaign campaign) : IRound
    {
        private readonly IRedemptionLedger _ledger = process.GetRequiredService<IRedemptionLedger>();

        public async Task<Told> RedeemAsync(int caller, string order, string customer) =>
            await _ledger.RedeemAsync(Sample.Intent(campaign, order, customer), CancellationToken.None) switch
            {
                RedeemOutcome.Made => Told.Made,
                RedeemOutcome.Refused { Refusals: [{ Limit: LimitKind.Total }] } => Told.Refused,
                var outcome => throw new InvalidDataException($"The ledger answered {outcome}."),
            };

        /// <summary>The ledger's end delivers its outbox.</summary>
        public async Task DrainAsync(long standing) => await process.DisposeAsync();

        public ValueTask DisposeAsync() => process.DisposeAsync();
    }
}
