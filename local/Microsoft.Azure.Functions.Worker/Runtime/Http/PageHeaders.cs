using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>What every page of the runtime's own is sent with: its address may hold a key, and what it shows came from outside.</summary>
internal static class PageHeaders
{
    /// <param name="response">The page's.</param>
    /// <param name="policy">What it may load, run and be framed by.</param>
    public static void Set(HttpResponse response, string policy)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
    }
}
