using System.Collections.Concurrent;
using System.Globalization;

namespace PromoFunctions.Bench.Kill;

/// <summary>The ledger itself: every order that was told it is redeemed still is, in the same words, by both ways to ask.</summary>
internal sealed class AnswersAccount : IAccount
{
    public string Name => "GET of redemptions";

    public async Task<(string Counted, IReadOnlyList<string> Wrong)> CompareAsync(Aftermath aftermath)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(aftermath.Orders.Made, async (made, _) =>
        {
            foreach (var path in new[] { $"/api/redemptions?orderId={made.Key}", $"/api/redemptions/{made.Value.RedemptionId}" })
            {
                var (status, text) = await aftermath.Apps.SendAsync(made.Key.Length, HttpMethod.Get, path, null);
                if (status != 200 || text != made.Value.Text)
                {
                    wrong.Add($"{path}: {status} {text}; it was told {made.Value.Text}");
                }
            }
        });
        return (string.Create(CultureInfo.InvariantCulture, $"{aftermath.Orders.Made.Count} orders"), [.. wrong]);
    }
}
