using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Http;

public sealed record Greeting(string Name, int Times);

public sealed class Outputs
{
    [HttpResult]
    public IActionResult? Answer { get; init; }
}

/// <summary>One per scope, so that a test sees how many scopes an invocation has.</summary>
public sealed class Scoped : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

public sealed class HttpFunctions(Probe probe, Scoped scoped)
{
    [Function("Anonymous")]
    public static IActionResult Anonymous([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new OkObjectResult(new { Hello = request.Method });

    [Function("Item")]
    public static IActionResult Item(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "items/{id:int}/{name?}")] HttpRequest request,
        int id,
        string? name,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        new ContentResult { Content = $"{request.Method} {id} {name ?? "none"} {context.FunctionDefinition.Name} {cancellationToken.CanBeCanceled}" };

    [Function("Body")]
    public static async Task<IResult> Body(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] HttpRequest request,
        [FromBody] Greeting greeting)
    {
        await Task.Yield();
        return Results.Text($"{greeting.Name} {greeting.Times} {request.ContentType}");
    }

    [Function("Outputs")]
    public static ValueTask<Outputs> Several([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        ValueTask.FromResult(new Outputs { Answer = new StatusCodeResult(request.Query.ContainsKey("teapot") ? 418 : 204) });

    [Function("Throws")]
    public static Task<IActionResult> Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException($"secret {request.Path}");

    [Function("Upload")]
    public static async Task<IActionResult> Upload([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, CancellationToken cancellationToken)
    {
        await request.Body.CopyToAsync(Stream.Null, cancellationToken);
        return new OkResult();
    }

    [Function("Guarded")]
    public static IActionResult Guarded([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => new ContentResult { Content = request.Method };

    [Function("Shared")]
    public static IActionResult Shared([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => new ContentResult { Content = request.Method };

    [Function("Unlisted")]
    public static IActionResult Unlisted([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => new ContentResult { Content = request.Method };

    [Function("AdminOnly")]
    public static IActionResult AdminOnly([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => new ContentResult { Content = request.Method };

    [Function("Slow")]
    public async Task<IActionResult> Slow([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        probe.Saw("began");
        try
        {
            await probe.Gate.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            probe.Saw("cancelled");
            throw;
        }

        return new ContentResult { Content = request.Method };
    }

    [Function("Scope")]
    public IActionResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        probe.Objects.Add(scoped);
        var http = context.GetHttpContext();
        return new ContentResult
        {
            Content = $"{ReferenceEquals(scoped, context.InstanceServices.GetService(typeof(Scoped)))} {ReferenceEquals(http?.Request, request)} {scoped.IsDisposed} {context.InvocationId.Length}",
        };
    }
}
