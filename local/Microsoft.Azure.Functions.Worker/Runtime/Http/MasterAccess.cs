using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>
/// Guards /admin and /local with the master key: in the header, as <c>?code=</c>, as a bearer token (which mail and queue clients can
/// send), or, for a browser that has shown it once under /local, in a cookie.
/// </summary>
internal static class MasterAccess
{
    private const string Cookie = "local-key";
    private const string Local = "/local";
    private const string Admin = "/admin";
    private const string Mail = "/local/sendgrid";
    private const string Bearer = "Bearer ";

    // The mailbox asks for a bearer key itself, in SendGrid's own words, which its client understands.
    public static bool IsGuarded(PathString path) =>
        path.StartsWithSegments(Admin) || (path.StartsWithSegments(Local) && !path.StartsWithSegments(Mail));

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        var isLocal = request.Path.StartsWithSegments(Local);
        if (FunctionKeys.IsMaster(request))
        {
            if (isLocal && request.Query.ContainsKey(FunctionKeys.Query) && HttpMethods.IsGet(request.Method))
            {
                // Strict: no other site's page can act with it.
                http.Response.Cookies.Append(
                    Cookie, FunctionKeys.Master, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = Local });
            }

            return next(http);
        }

        return IsBearer(request) || (isLocal && FunctionKeys.IsMaster(request.Cookies[Cookie]))
            ? next(http)
            : Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, "This needs the master key, in the header x-functions-key or as ?code=.");
    }

    private static bool IsBearer(HttpRequest request) =>
        request.Headers.Authorization is [{ } value]
        && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && FunctionKeys.IsMaster(value[Bearer.Length..]);
}
