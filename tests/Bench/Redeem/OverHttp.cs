using System.Text;
using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Redeem;

/// <summary>A server that takes <c>POST /api/redemptions</c>.</summary>
/// <param name="name">What it is called in the output.</param>
/// <param name="server">Where it listens.</param>
/// <param name="given">Makes a campaign.</param>
/// <param name="drained">Waits until what follows the answers stands: campaign and how many redemptions.</param>
/// <param name="count">Counts the redemptions in the tables.</param>
internal sealed class OverHttp(string name, Uri server, Func<string, long, Task> given, Func<string, long, Task> drained, Func<string, Task<long>> count) : IContender
{
    private const string Path = "/api/redemptions";

    public string Name => name;

    public Task GivenAsync(string campaign, long total) => given(campaign, total);

    public async Task<IRound> BeginAsync(string campaign)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, Callers.Count).Select(_ => RawConnection.OpenAsync(server)));
        return new Round(server, campaign, connections, drained);
    }

    public Task<long> CountAsync(string campaign) => count(campaign);

    private sealed class Round(Uri server, string campaign, RawConnection[] connections, Func<string, long, Task> drained) : IRound
    {
        public async Task<Told> RedeemAsync(int caller, string order, string customer)
        {
            var answer = await connections[caller].SendAsync(RawConnection.Request(server, Path, Sample.Body(campaign, order, customer)));
            return RawConnection.StatusOf(answer.Span) switch
            {
                201 => Told.Made,
                422 when answer.Span.IndexOf("\"used-up\""u8) >= 0 => Told.Refused,
                _ => throw new InvalidDataException("Neither redeemed nor used up: " + Encoding.UTF8.GetString(answer.Span)),
            };
        }

        public Task DrainAsync(long standing) => drained(campaign, standing);

        public ValueTask DisposeAsync()
        {
            Array.ForEach(connections, connection => connection.Dispose());
            return ValueTask.CompletedTask;
        }
    }
}
