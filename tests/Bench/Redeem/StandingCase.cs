using System.Globalization;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Redeem;

/// <summary>The ledger's rate with so many redemptions of the same campaign beside its rate when the campaign was new.</summary>
internal static class StandingCase
{
    public const int Standing = 50_000;
    private const int RoundCount = 3;
    private const double LeastOfEmpty = 0.7;

    /// <param name="azurite">Where.</param>
    /// <param name="standing">How many redemptions.</param>
    /// <returns>Whether as much of the rate is left as is asked for.</returns>
    public static async Task<bool> RunAsync(AzuriteHost azurite, int standing)
    {
        var comparison = new Comparison(new(("callers and ledger", Environment.ProcessId), ("Azurite", azurite.ProcessId)));
        var ledger = new LedgerInProcess(azurite.ConnectionString);
        var empty = new List<Figures>();
        var full = new List<Figures>();
        for (var round = 0; round < RoundCount; round++)
        {
            var small = await Comparison.NewAsync(ledger, standing + RedeemBench.Uses);
            empty.Add(await comparison.RoundAsync(ledger, small, "o", RedeemBench.Uses, RedeemBench.Uses));
        }

        var campaign = await Comparison.NewAsync(ledger, standing + (RedeemBench.Uses * RoundCount));
        var fill = await comparison.RoundAsync(ledger, campaign, "standing", standing, standing);
        Console.WriteLine(fill.Text($"the {standing:N0} themselves"));
        for (var round = 0; round < RoundCount; round++)
        {
            var last = round == RoundCount - 1;
            full.Add(await comparison.RoundAsync(ledger, campaign, $"full{round}", last ? RedeemBench.Uses + Callers.Count : RedeemBench.Uses, RedeemBench.Uses, standing + (RedeemBench.Uses * round)));
        }

        var (before, after) = (Figures.Median(empty), Figures.Median(full));
        Console.WriteLine(before.Text("the campaign when new"));
        Console.WriteLine(after.Text($"at {standing:N0} redeemed"));
        var ratio = after.Drained / before.Drained;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio {after.PerSecond / before.PerSecond:F2} to the answers, {ratio:F2} with the outbox drained (at least {LeastOfEmpty:F1})"));
        return ratio >= LeastOfEmpty;
    }
}
