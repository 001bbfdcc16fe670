using System.Net;
using System.Runtime.CompilerServices;

namespace SendGrid.Tests;

/// <summary>
/// A proxy where nobody listens, set for the whole test process before its first request. Like one named by the environment it
/// takes the loopback too, which <see cref="WebProxy"/> would spare.
/// </summary>
internal sealed class DeadProxy : IWebProxy
{
    public ICredentials? Credentials { get; set; }

    public Uri GetProxy(Uri destination) => new("http://127.0.0.1:1");

    public bool IsBypassed(Uri host) => false;

#pragma warning disable CA2255 // A test process is an application: nothing may have asked for the default proxy before.
    [ModuleInitializer]
    internal static void Set() => HttpClient.DefaultProxy = new DeadProxy();
#pragma warning restore CA2255
}
