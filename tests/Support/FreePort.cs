using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PromoFunctions.Tests.Support;

/// <summary>
/// A loopback port that nobody listened on a moment ago. Somebody may take it before it is used: bind port 0 where that
/// is possible, and use this only to name a port to another process.
/// </summary>
public static class FreePort
{
    // Below the ports that systems hand out for outgoing connections, since tests beside this one make thousands of these.
    private const int Lowest = 15_000;
    private const int Highest = 30_000;

    public static int Next()
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Highest);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: try another.
            }
        }

        throw new InvalidOperationException($"A hundred ports from {Lowest} to {Highest} were all taken.");
    }
}
