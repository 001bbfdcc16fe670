using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PromoFunctions.Local.Azurite;

/// <summary>The table service as seen from outside: is it there, and which ports are free for it.</summary>
internal static class TableService
{
    internal const string Host = "127.0.0.1";
    internal const string Account = "devstoreaccount1";

    /// <summary>The key that every storage emulator has; public by design, see Azurite's documentation.</summary>
    internal const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Past any proxy: the service is on this machine.</summary>
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    internal static string Endpoint(int port) => $"http://{Host}:{port}/{Account}";

    /// <summary>Whether an Azurite table service answers there: even its refusal of an unsigned request carries its name.</summary>
    internal static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await Http
                .GetAsync(new Uri($"{Endpoint(port)}/Tables"), HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            return answer.Headers.Server.Any(product => product.Product?.Name == "Azurite-Table");
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // The client's own timeout.
        }
    }

    /// <summary>The preferred port when nobody has it, else one that the system gives.</summary>
    internal static int ChoosePort(int preferred)
    {
        if (preferred != 0)
        {
            try
            {
                return Probe(preferred);
            }
            catch (SocketException)
            {
                // Taken, or not ours to take (below 1024): any other will do.
            }
        }

        return Probe(0);
    }

    /// <summary>Waits until nobody has the port, at most that long.</summary>
    internal static async Task UntilFreeAsync(int port, TimeSpan most, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < most; await Task.Delay(20, cancellationToken).ConfigureAwait(false))
        {
            if (ChoosePort(port) == port)
            {
                return;
            }
        }
    }

    private static int Probe(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
