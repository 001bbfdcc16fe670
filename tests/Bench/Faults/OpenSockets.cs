using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PromoFunctions.Bench.Faults;

/// <summary>Connections of callers who mean no good, on bare sockets.</summary>
internal sealed class OpenSockets : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task<(string Answer, TimeSpan After)>> _slow = [];

    /// <summary>Connects and says nothing.</summary>
    public async Task IdleAsync(Uri app, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await ConnectAsync(app);
        }
    }

    /// <summary>Says this at once, and then a byte each second for as long as it is let.</summary>
    public async Task DripAsync(Uri app, int count, string start)
    {
        for (var number = 0; number < count; number++)
        {
            var socket = await ConnectAsync(app);
            _slow.Add(Task.Run(() => DripAsync(socket, Encoding.ASCII.GetBytes(start.Replace("{host}", app.Authority, StringComparison.Ordinal)))));
        }
    }

    /// <summary>How the server ended those that drip, such as <c>408 ×100 after 31 s at most</c>.</summary>
    public async Task<string> EndsAsync()
    {
        var ends = await Task.WhenAll(_slow);
        var answers = ends.GroupBy(end => end.Answer).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} ×{group.Count()}"));
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", answers)} after {ends.Max(end => end.After.TotalSeconds):F0} s at most");
    }

    public void Dispose()
    {
        _end.Cancel();
        _sockets.ForEach(socket => socket.Dispose());
        _end.Dispose();
    }

    private async Task<Socket> ConnectAsync(Uri app)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        await socket.ConnectAsync(app.Host, app.Port);
        return socket;
    }

    private async Task<(string Answer, TimeSpan After)> DripAsync(Socket socket, byte[] start)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await socket.SendAsync(start, SocketFlags.None, _end.Token);
            var answer = ReadAsync(socket);
            while (await Task.WhenAny(answer, Task.Delay(s_second, _end.Token)) != answer)
            {
                await socket.SendAsync("1"u8.ToArray(), SocketFlags.None, _end.Token);
            }

            return (await answer, Stopwatch.GetElapsedTime(began));
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return (_end.IsCancellationRequested ? "not ended" : "hung up", Stopwatch.GetElapsedTime(began));
        }
    }

    private async Task<string> ReadAsync(Socket socket)
    {
        var answer = new byte[4096];
        var read = await socket.ReceiveAsync(answer, SocketFlags.None, _end.Token);
        var line = Encoding.ASCII.GetString(answer, 0, read);
        return line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? line[9..12] : "hung up";
    }
}
