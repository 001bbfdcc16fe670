using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using PromoFunctions.App.Http;

namespace PromoFunctions.App.Telemetry;

/// <summary>
/// A span for every call over HTTP and every run of a timer, named by the function, with the route's template and never its values.
/// It continues the caller's trace (W3C <c>traceparent</c>). Messages have theirs from <see cref="MessageTrace"/>, which knows their sender's.
/// </summary>
internal sealed class FunctionSpans : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        PromoTelemetry.Spans.HasListeners() ? TracedAsync(context, next) : next(context);

    private static async Task TracedAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        var name = context.FunctionDefinition.Name;
        switch (context.FunctionDefinition.InputBindings.Values.Select(binding => binding.Type).FirstOrDefault(type => type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase)))
        {
            case "httpTrigger" when context.GetHttpContext() is { } http:
                await CallAsync(http, name, context, next).ConfigureAwait(false);
                break;
            case "timerTrigger":
                // A run of its own: whatever the host was doing is not what caused it.
                using (var span = PromoTelemetry.Spans.StartActivity(name, ActivityKind.Internal, default(ActivityContext)))
                {
                    span?.SetTag("faas.trigger", "timer");
                    await RunAsync(span, context, next).ConfigureAwait(false);
                }

                break;
            default:
                await next(context).ConfigureAwait(false);
                break;
        }
    }

    private static async Task CallAsync(HttpContext http, string name, FunctionContext context, FunctionExecutionDelegate next)
    {
        // Not the current activity: that is the server's own, which nobody exports, and the tree would have a hole.
        ActivityContext.TryParse(http.Request.Headers.TraceParent, http.Request.Headers.TraceState, isRemote: true, out var caller);
        using var span = PromoTelemetry.Spans.StartActivity(name, ActivityKind.Server, caller);
        span?.SetTag("faas.trigger", "http");
        span?.SetTag("http.request.method", KnownMethod(http.Request.Method));
        span?.SetTag("http.route", (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
        await RunAsync(span, context, next).ConfigureAwait(false);
        if (span is not null && context.GetInvocationResult().Value is AnswerResult { Status: var status })
        {
            span.SetTag("http.response.status_code", status);
            if (status >= 500)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }

    private static async Task RunAsync(Activity? span, FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // The type alone: a message may quote what was sent.
            span?.SetTag("error.type", failure.GetType().FullName);
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>As OpenTelemetry's conventions ask: a caller's invention is no value of a tag.</summary>
    private static string KnownMethod(string method) => method is "GET" or "POST" or "PUT" or "DELETE" or "HEAD" or "OPTIONS" or "PATCH" ? method : "_OTHER";
}
