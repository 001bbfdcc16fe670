using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>
/// The port that Kestrel will serve, opened before anything else is: so the address is known while services are registered,
/// with port 0 too, and a port in use is said before storage has started. Callers that come early wait.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private const int Backlog = 512;
    private readonly Dictionary<AddressFamily, Socket> sockets = [];

    private ReservedPort(Socket first)
    {
        sockets[first.AddressFamily] = first;
        Port = ((IPEndPoint?)first.LocalEndPoint)?.Port ?? throw new InvalidOperationException("The socket is not bound.");
    }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public IEnumerable<IPAddress> Addresses =>
        sockets.Keys.Select(family => family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback);

    /// <param name="port">0: any that is free.</param>
    /// <exception cref="StartupException">The port is taken, or not this user's to open.</exception>
    public static ReservedPort Open(int port)
    {
        ReservedPort reserved;
        try
        {
            reserved = new ReservedPort(Listen(IPAddress.Loopback, port));
        }
        catch (SocketException e)
        {
            throw new StartupException(
                e.SocketErrorCode == SocketError.AccessDenied
                    ? $"Port {port} may not be opened by this user; take one above 1023 with --port."
                    : $"Port {port} is in use; take another one with --port, or --port 0 for any that is free.",
                innerException: e);
        }

        try
        {
            // "localhost" is ::1 first on many machines. Where there is none, or it is taken, 127.0.0.1 does.
            reserved.sockets[AddressFamily.InterNetworkV6] = Listen(IPAddress.IPv6Loopback, reserved.Port);
        }
        catch (SocketException)
        {
        }

        return reserved;
    }

    /// <summary>Hands a socket over to Kestrel, which closes it.</summary>
    public Socket Take(EndPoint endPoint) =>
        sockets.TryGetValue(endPoint.AddressFamily, out var socket) ? socket : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);

    public void Dispose()
    {
        foreach (var socket in sockets.Values)
        {
            socket.Dispose();
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(address, port));
        try
        {
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
