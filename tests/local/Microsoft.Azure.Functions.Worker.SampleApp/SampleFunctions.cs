using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.SampleApp;

public static class SampleFunctions
{
    [Function("SampleHello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello")] HttpRequest request) =>
        new ContentResult { Content = request.Method };

    [Function("SampleSlow")]
    public static async Task<IActionResult> Slow([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow/{seconds:int}")] HttpRequest request, int seconds)
    {
        Console.WriteLine("slow began");
        await Task.Delay(TimeSpan.FromSeconds(seconds), CancellationToken.None);
        return new ContentResult { Content = request.Method };
    }

    [Function("SampleTick")]
    public static void Tick([TimerTrigger("* * * * * *")] TimerInfo timer) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tick {timer.IsPastDue}"));
}
