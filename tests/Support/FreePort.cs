using System.Net;
using System.Net.Sockets;

namespace PromoFunctions.Tests.Support;

/// <summary>
/// A loopback port that nobody listened on a moment ago. Somebody may take it before it is used: bind port 0 where that
/// is possible, and use this only to name a port to another process.
/// </summary>
public static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
