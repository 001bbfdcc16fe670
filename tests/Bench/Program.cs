using System.Globalization;
using PromoFunctions.Bench.Backtest;
using PromoFunctions.Bench.Claims;
using PromoFunctions.Bench.Export;
using PromoFunctions.Bench.Faults;
using PromoFunctions.Bench.Fuzz;
using PromoFunctions.Bench.Kill;
using PromoFunctions.Bench.Lanes;
using PromoFunctions.Bench.Redeem;
using PromoFunctions.Bench.Reports;
using PromoFunctions.Bench.Soak;
using PromoFunctions.Bench.Sweep;
using PromoFunctions.Bench.Validate;

// dotnet run --project tests/Bench -c Release -- validate
return args switch
{
    ["validate"] => await ValidateBench.RunAsync(),
    ["backtest"] => await BacktestBench.RunAsync(),
    ["export"] => await ExportBench.RunAsync(ExportBench.DefaultCount),
    ["export", var count] => await ExportBench.RunAsync(int.Parse(count, CultureInfo.InvariantCulture)),
    ["kill"] => await KillBench.RunAsync(KillBench.DefaultSeconds),
    ["kill", var seconds] => await KillBench.RunAsync(int.Parse(seconds, CultureInfo.InvariantCulture)),
    ["claims"] => await ClaimsBench.RunAsync(ClaimsBench.DefaultCount),
    ["claims", var count] => await ClaimsBench.RunAsync(int.Parse(count, CultureInfo.InvariantCulture)),
    ["fuzz"] => await FuzzBench.RunAsync(FuzzBench.DefaultMinutes),
    ["fuzz", var minutes] => await FuzzBench.RunAsync(int.Parse(minutes, CultureInfo.InvariantCulture)),
    ["soak"] => await SoakBench.RunAsync(SoakBench.DefaultMinutes),
    ["soak", var minutes] => await SoakBench.RunAsync(int.Parse(minutes, CultureInfo.InvariantCulture)),
    ["faults"] => await FaultsBench.RunAsync(null),
    ["faults", var part] => await FaultsBench.RunAsync(part),
    ["sweep"] => await SweepBench.RunAsync(SweepBench.Many),
    ["sweep", var count] => await SweepBench.RunAsync(int.Parse(count, CultureInfo.InvariantCulture)),
    ["lanes"] => LanesBench.Run(),
    ["report"] => await ReportBench.RunAsync(),
    ["redeem"] => await RedeemBench.RunAsync(null, StandingCase.Standing),
    ["redeem", "tune"] => await TuneLoop.RunAsync(),
    ["redeem", "in-process" or "http" or "standing"] => await RedeemBench.RunAsync(args[1], StandingCase.Standing),
    ["redeem", "standing", var count] => await RedeemBench.RunAsync("standing", int.Parse(count, CultureInfo.InvariantCulture)),
    [PlainServer.Role, var connectionString] => await PlainServer.RunAsync(connectionString),
    [BareServer.Role, var answer] => await BareServer.RunAsync(answer),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a benchmark: validate, backtest, export [count], redeem [in-process|http|standing [count]|tune], sweep [count], lanes, kill [seconds], claims [count], soak [minutes], fuzz [minutes], faults [part of a name], report");
    return 2;
}
