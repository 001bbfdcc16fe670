using System.Net;
using System.Runtime.CompilerServices;

namespace PromoFunctions.Azure.Data.Tables.Tests.Protocol;

/// <summary>
/// A proxy where nobody listens, set for the whole test process before its first request: a handler reads the setting only once.
/// Like the proxy out of the environment it takes the loopback too, which <see cref="WebProxy"/> would spare, but only by its name:
/// what other code of the process does with its addresses is not the question.
/// </summary>
internal sealed class DeadProxy : IWebProxy
{
    public ICredentials? Credentials { get; set; }

    public Uri GetProxy(Uri destination) => new("http://127.0.0.1:1");

    public bool IsBypassed(Uri host) => host.Host != "localhost";

#pragma warning disable CA2255 // It must come before any other code of the test process.
    [ModuleInitializer]
    internal static void Set() => HttpClient.DefaultProxy = new DeadProxy();
#pragma warning restore CA2255
}
