using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>The first and last to see a request: what no function answers, and what fails outside any.</summary>
internal sealed class FrontMiddleware(RequestDelegate next, ILogger logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        http.Features.Get<RejectionWriter>()?.ExpectAnswer();
        try
        {
            await next(http);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(http, e.StatusCode, "The request could not be read.");
        }
        catch (Exception e)
        {
            Log.RequestFailed(logger, e);
            await Problem.WriteAsync(http, StatusCodes.Status500InternalServerError, "Something went wrong on our side.");
        }
    }

    /// <summary>Stands behind routing: turns "no such route" and "not with this method" into problems.</summary>
    public static Task Unmatched(HttpContext http, RequestDelegate next)
    {
        var endpoint = http.GetEndpoint();
        return endpoint is null ? Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is nothing at this address.")
            : IsWrongMethod(endpoint) ? WrongMethodAsync(http, endpoint)
            : next(http);
    }

    // Routing answers a known route with another method through an endpoint of its own, which only sets status and Allow.
    private static bool IsWrongMethod(Endpoint endpoint) => endpoint.DisplayName == "405 HTTP Method Not Supported";

    private static async Task WrongMethodAsync(HttpContext http, Endpoint endpoint)
    {
        if (endpoint.RequestDelegate is { } setAllow)
        {
            await setAllow(http);
        }

        await Problem.WriteAsync(http, StatusCodes.Status405MethodNotAllowed, "The address does not take this method.");
    }
}
