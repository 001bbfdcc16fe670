using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>
/// What of the host's admin API is of use on one machine:
/// https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http.
/// </summary>
internal sealed class AdminEndpoints(
    PreparedRuntime runtime,
    IReadOnlyList<HttpRoute> routes,
    IReadOnlyList<ITriggerListener> listeners,
    RunningInvocations running,
    ILogger logger)
{
    private const int LargestInput = 1 << 20;

    public static void Map(
        IEndpointRouteBuilder app,
        PreparedRuntime runtime,
        IReadOnlyList<HttpRoute> routes,
        IReadOnlyList<ITriggerListener> listeners,
        RunningInvocations running,
        ILogger logger)
    {
        var admin = new AdminEndpoints(runtime, routes, listeners, running, logger);
        app.MapPost("/admin/functions/{name}", (RequestDelegate)admin.RunAsync);
        app.MapGet("/admin/functions", (RequestDelegate)admin.ListAsync);
        app.MapGet("/admin/functions/{name}", (RequestDelegate)admin.GetAsync);
        app.MapGet("/admin/host/status", (RequestDelegate)StatusAsync);
    }

    private async Task RunAsync(HttpContext http)
    {
        if (Find(http) is not { } function)
        {
            await NotFoundAsync(http);
            return;
        }

        var listener = listeners.FirstOrDefault(candidate => candidate.Function == function.Name);
        if (listener is null)
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "This function answers HTTP: call its route.");
            return;
        }

        var (isReadable, input) = await ReadInputAsync(http);
        if (!isReadable)
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "The body must be a JSON object such as { \"input\": \"text\" }, of at most 1 MB.");
            return;
        }

        // As in Azure, the caller is told that it was begun, not how it ended. The drain waits for it.
        running.Enter();
        _ = Task.Run(() => RunInBackgroundAsync(listener, input), CancellationToken.None);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task RunInBackgroundAsync(ITriggerListener listener, string? input)
    {
        try
        {
            await listener.RunNowAsync(input);
        }
        catch (Exception e)
        {
            Log.FunctionFailed(logger, listener.Function, "admin", e);
        }
        finally
        {
            running.Leave();
        }
    }

    private Task ListAsync(HttpContext http) => http.Response.WriteAsJsonAsync(runtime.Functions.Select(Describe).ToList(), http.RequestAborted);

    private Task GetAsync(HttpContext http) =>
        Find(http) is { } function ? http.Response.WriteAsJsonAsync(Describe(function), http.RequestAborted) : NotFoundAsync(http);

    private static Task StatusAsync(HttpContext http) => http.Response.WriteAsJsonAsync(
        new { id = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), state = "Running", version = "local" },
        http.RequestAborted);

    private FunctionDescriptor? Find(HttpContext http) => runtime.Functions.FirstOrDefault(function =>
        function.Name.Equals(http.Request.RouteValues["name"] as string, StringComparison.OrdinalIgnoreCase));

    private object Describe(FunctionDescriptor function)
    {
        var route = routes.FirstOrDefault(route => route.Function == function.Name);
        return new
        {
            name = function.Name,
            trigger = FunctionScanner.BindingType(function.Trigger),
            route = route?.Template,
            methods = route?.Methods,
            authLevel = route?.Level.ToString().ToLowerInvariant(),
            listensTo = listeners.FirstOrDefault(listener => listener.Function == function.Name)?.Description,
        };
    }

    private static Task NotFoundAsync(HttpContext http) => Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is no function of this name.");

    private static async Task<(bool IsReadable, string? Input)> ReadInputAsync(HttpContext http)
    {
        if (http.Request.ContentLength > LargestInput)
        {
            return (false, null);
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[8192];
        for (int read; (read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > LargestInput)
            {
                return (false, null);
            }
        }

        if (buffer.Length == 0)
        {
            return (true, null);
        }

        try
        {
            using var body = JsonDocument.Parse(buffer.ToArray());
            return body.RootElement.ValueKind != JsonValueKind.Object ? (false, null)
                : !body.RootElement.TryGetProperty("input", out var input) ? (true, null)
                : (true, input.ValueKind == JsonValueKind.String ? input.GetString() : input.GetRawText());
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }
}
