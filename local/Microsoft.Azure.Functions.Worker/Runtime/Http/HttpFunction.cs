using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Answers the requests of one HTTP function.</summary>
internal sealed class HttpFunction(FunctionDescriptor function, FunctionRunner runner, IReadOnlyList<byte[]> keys, ILogger logger)
{
    public Task InvokeAsync(HttpContext http) => FunctionKeys.Opens(keys, http.Request)
        ? RunAsync(http)
        : Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, "This needs a key of its section, in the header x-functions-key or as ?code=.");

    private async Task RunAsync(HttpContext http)
    {
        var context = new LocalFunctionContext(function.Definition, http.RequestServices, http.RequestAborted) { Http = http, TriggerValue = http.Request };
        try
        {
            await runner.RunAsync(context);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer. The status is what nginx logs for it; it never travels.
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(http, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? "The body is larger than the server takes."
                : "The request's body could not be read.");
        }
        catch (Exception e)
        {
            Log.FunctionFailed(logger, function.Name, context.InvocationId, e);
            await Problem.WriteAsync(http, StatusCodes.Status500InternalServerError, "Something went wrong on our side.");
        }
    }
}
