using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP side of an invocation.</summary>
public static class FunctionContextExtensions
{
    // The official package keeps the request under this key, and tests with contexts of their own put it there.
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>The request and its response, or null when no HTTP trigger started the function.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Most invocations never look at their items: they need not be made for this.
        return context is LocalFunctionContext { HasOwnItems: false } local ? local.Http
            : context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
    }
}
