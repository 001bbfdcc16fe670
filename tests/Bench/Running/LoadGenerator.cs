using System.Diagnostics;
using System.Text;

namespace PromoFunctions.Bench.Running;

/// <summary>Sends one request over and over on a number of connections, each waiting for its answer.</summary>
/// <param name="server">Where to.</param>
/// <param name="path">The request's path.</param>
/// <param name="body">Its JSON.</param>
/// <param name="connections">How many at once.</param>
internal sealed class LoadGenerator(Uri server, string path, byte[] body, int connections)
{
    private readonly byte[] _request = RawConnection.Request(server, path, body);

    /// <summary>Answers of a second, on average over a round.</summary>
    /// <exception cref="InvalidDataException">An answer was not 200.</exception>
    public async Task<double> RoundAsync(TimeSpan length)
    {
        var end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => ConnectionAsync(end))));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task<long> ConnectionAsync(long end)
    {
        using var connection = await RawConnection.OpenAsync(server);
        for (long count = 0; ; count++)
        {
            if (Stopwatch.GetTimestamp() >= end)
            {
                return count;
            }

            var answer = await connection.SendAsync(_request);
            if (RawConnection.StatusOf(answer.Span) != 200)
            {
                throw new InvalidDataException("Not 200: " + Encoding.UTF8.GetString(answer.Span));
            }
        }
    }
}
