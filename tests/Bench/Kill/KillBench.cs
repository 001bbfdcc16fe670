using System.Diagnostics;
using System.Globalization;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Kill;

/// <summary>
/// Two Apps on one store under redemptions, one of them killed (<c>kill -9</c>) every second; one of those that stand by on the same store takes its place.
/// Afterwards every account of what happened must agree with the answers that were given.
/// </summary>
internal static class KillBench
{
    public const int DefaultSeconds = 120;

    /// <summary>As many as rise at a time when a start takes less than three seconds.</summary>
    private const int Standby = 3;

    /// <summary>A lane that a dead process left is marked for the sweep three minutes after its last commit.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan s_betweenKills = TimeSpan.FromSeconds(1);

    /// <summary>What is compared. Whatever else keeps an account of redemptions is a class more.</summary>
    private static readonly IAccount[] s_accounts = [new AnswersAccount(), new LimitsAccount(), new JournalAccount(), new HistoryAccount(), new EventsAccount(), new ReportsAccount()];

    /// <returns>0 when nothing disagrees.</returns>
    public static async Task<int> RunAsync(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await AzuriteHost.JoinAsync(
                new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, EndsWithStarter = true }, Console.Error, CancellationToken.None);
            await using var apps = await MortalApps.StartAsync(folder, 2, Standby);
            var orders = new Orders(apps);
            await orders.GivenAsync();
            var from = DateTimeOffset.UtcNow;
            var start = Stopwatch.GetTimestamp();
            using var enough = new CancellationTokenSource();
            var load = orders.SendAsync(enough.Token);
            using (var timer = new PeriodicTimer(s_betweenKills))
            {
                while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds && await timer.WaitForNextTickAsync())
                {
                    apps.KillOne();
                }
            }

            await enough.CancelAsync();
            await load;
            await apps.AllUpAsync();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{apps.Kills} kills in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s: {orders.Made.Count} orders redeemed, {orders.Refused} refused by a limit, {orders.Unanswered.Count} without an answer; {MachineLoad.Now}"));
            await orders.RepeatUnansweredAsync();
            await orders.UseUpAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after repeats and the last uses: {orders.Made.Count} orders redeemed, {orders.Refused} refused; waiting until what the dead left is settled ..."));
            var rows = new LedgerRows(azurite.ConnectionString);
            await SettledAsync(apps, rows);
            var aftermath = new Aftermath(orders, rows, apps, from, DateTimeOffset.UtcNow);
            var disagreements = 0;
            foreach (var account in s_accounts)
            {
                var (counted, wrong) = await account.CompareAsync(aftermath);
                Console.WriteLine($"  {account.Name}: {counted}, {(wrong.Count == 0 ? "agrees" : "DISAGREES")}");
                wrong.Take(10).ToList().ForEach(line => Console.WriteLine("    " + line));
                disagreements += wrong.Count;
            }

            return disagreements == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sweeps until neither outbox rows nor undecided orders are left.</summary>
    private static async Task SettledAsync(MortalApps apps, LedgerRows rows)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            await apps.RunAsync("SweepExpirations");
            var left = 0L;
            foreach (var campaign in Orders.Campaigns)
            {
                left += await rows.OutboxAsync(campaign.Id) + (await rows.HeadsAsync(campaign.Id)).Sum(head => head.Prepared);
            }

            if (left == 0)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(start) > s_patience)
            {
                // The accounts will tell what is missing.
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {left} outbox rows or undecided uses are left after {s_patience.TotalMinutes} minutes"));
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(5));
        }
    }
}
