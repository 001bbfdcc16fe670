using System.Diagnostics;
using System.Globalization;
using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Redeem;

/// <summary>Contenders in turn, round by round, so that whatever else the machine does meets all alike.</summary>
internal sealed class Comparison(ProcessorTimes processor)
{
    /// <summary>More orders than uses, so that all callers are busy when the last use goes.</summary>
    private const int Surplus = 256;

    private static int s_campaigns;

    /// <summary>Runs each contender once outside the measurement.</summary>
    public async Task WarmAsync(int uses, IContender[] contenders)
    {
        foreach (var contender in contenders)
        {
            await RoundAsync(contender, await NewAsync(contender, uses), "warm", uses + Surplus, uses);
        }
    }

    /// <summary>A new campaign each round, with fewer uses than orders.</summary>
    /// <returns>The median round of each.</returns>
    public async Task<Figures[]> RunAsync(int rounds, int uses, IContender[] contenders)
    {
        var figures = contenders.Select(_ => new List<Figures>(rounds)).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var figure = await RoundAsync(contenders[i], await NewAsync(contenders[i], uses), "o", uses + Surplus, uses);
                figures[i].Add(figure);
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  round {round + 1}, {contenders[i].Name}: {figure.PerSecond:N0}/s; {MachineLoad.Now}"));
            }
        }

        return [.. figures.Select(Figures.Median)];
    }

    /// <summary>A campaign of the contender's own.</summary>
    public static async Task<string> NewAsync(IContender contender, long total)
    {
        var campaign = string.Create(CultureInfo.InvariantCulture, $"hot-{Interlocked.Increment(ref s_campaigns)}");
        await contender.GivenAsync(campaign, total);
        return campaign;
    }

    /// <summary>One round, and the proof that it was exact.</summary>
    /// <param name="contender">Who redeems.</param>
    /// <param name="campaign">Of what.</param>
    /// <param name="prefix">Of the order ids, which no other round of the campaign has.</param>
    /// <param name="orders">How many ask.</param>
    /// <param name="expected">How many of them must be redeemed.</param>
    /// <param name="standing">How many redemptions the campaign has before.</param>
    /// <exception cref="InvalidDataException">More or fewer were redeemed, by the answers or by the tables.</exception>
    public async Task<Figures> RoundAsync(IContender contender, string campaign, string prefix, int orders, int expected, long standing = 0)
    {
        Measured measured;
        TimeSpan drained;
        IReadOnlyDictionary<string, TimeSpan> before, after;
        await using (var round = await contender.BeginAsync(campaign))
        {
            before = processor.Read();
            var start = Stopwatch.GetTimestamp();
            measured = await Callers.RunAsync(orders, Callers.Count, (caller, order) => round.RedeemAsync(
                caller,
                string.Create(CultureInfo.InvariantCulture, $"{prefix}-{campaign}-{order}"),
                string.Create(CultureInfo.InvariantCulture, $"c-{prefix}-{campaign}-{order}")));
            await round.DrainAsync(standing + expected);
            drained = Stopwatch.GetElapsedTime(start);
            after = processor.Read();
        }

        var counted = await contender.CountAsync(campaign);
        if (measured.Made != expected || measured.Refused != orders - expected || counted != standing + expected)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{contender.Name}: {expected} of {orders} orders should have been redeemed; {measured.Made} were told so and {measured.Refused} were refused, and the tables have {counted} where {standing + expected} should be."));
        }

        return new(
            measured.PerSecond,
            measured.Made / drained.TotalSeconds,
            measured.Latencies.P50,
            measured.Latencies.P99,
            after.ToDictionary(process => process.Key, process => (process.Value - before[process.Key]).TotalMilliseconds / orders));
    }
}

/// <summary>What a round measured.</summary>
/// <param name="PerSecond">Redemptions a second, up to the last answer.</param>
/// <param name="Drained">Redemptions a second, up to the last delivery of the outbox.</param>
/// <param name="P50">Milliseconds to the answer.</param>
/// <param name="P99">Milliseconds to the answer.</param>
/// <param name="Processor">Milliseconds of processor time an order, by process.</param>
internal sealed record Figures(double PerSecond, double Drained, double P50, double P99, IReadOnlyDictionary<string, double> Processor)
{
    public static Figures Median(List<Figures> rounds) => new(
        Middle(rounds, figures => figures.PerSecond),
        Middle(rounds, figures => figures.Drained),
        Middle(rounds, figures => figures.P50),
        Middle(rounds, figures => figures.P99),
        rounds[0].Processor.Keys.ToDictionary(name => name, name => Middle(rounds, figures => figures.Processor[name])));

    public string Text(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-24} {PerSecond,7:N0}/s to the answers {Drained,7:N0}/s outbox drained   p50 {P50,6:N1} ms   p99 {P99,7:N1} ms   CPU ms an order: {string.Join(", ", Processor.Where(process => process.Value >= 0.005).Select(process => string.Create(CultureInfo.InvariantCulture, $"{process.Key} {process.Value:F2}")))}");

    private static double Middle(List<Figures> rounds, Func<Figures, double> value) => rounds.Select(value).Order().ElementAt(rounds.Count / 2);
}
