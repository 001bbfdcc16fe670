using System.Globalization;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Redeem;

/// <summary>The ledger and the loop, each called directly, and what each asks of storage.</summary>
internal static class InProcessCase
{
    public static async Task<bool> RunAsync(AzuriteHost azurite)
    {
        var comparison = new Comparison(new(("callers and ledger or loop", Environment.ProcessId), ("Azurite", azurite.ProcessId)));
        IContender[] contenders = [new LedgerInProcess(azurite.ConnectionString), new LoopInProcess(azurite.ConnectionString, BackOff.Tuned)];
        await comparison.WarmAsync(RedeemBench.WarmUses, contenders);
        var good = RedeemBench.Report("In process", contenders, await comparison.RunAsync(RedeemBench.RoundCount, RedeemBench.Uses, contenders));
        foreach (var contender in contenders)
        {
            using var requests = new StorageRequests();
            var campaign = await Comparison.NewAsync(contender, RedeemBench.Uses);
            await using (var round = await contender.BeginAsync(campaign))
            {
                await Callers.RunAsync(RedeemBench.Uses, Callers.Count, (caller, order) => round.RedeemAsync(caller, $"{campaign}-{order}", $"c-{campaign}-{order}"));
                await round.DrainAsync(RedeemBench.Uses);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  storage requests of {contender.Name}: {requests.Total / (double)RedeemBench.Uses:F2} a redemption, outbox included"));
            Console.WriteLine(requests.Text(RedeemBench.Uses));
        }

        return good;
    }
}
