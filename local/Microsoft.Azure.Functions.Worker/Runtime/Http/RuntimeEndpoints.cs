using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Mail;
using Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Puts the pipeline together: rejections, routing, keys, functions, and what the host answers itself.</summary>
internal static class RuntimeEndpoints
{
    public static void Map(
        WebApplication app,
        PreparedRuntime runtime,
        IReadOnlyList<HttpRoute> functions,
        IReadOnlyList<ITriggerListener> listeners,
        RunningInvocations running,
        ILogger logger)
    {
        app.Use(next => new FrontMiddleware(next, logger).InvokeAsync);
        app.UseRouting();
        app.Use(next => http => MasterAccess.IsGuarded(http.Request.Path)
            ? MasterAccess.InvokeAsync(http, guarded => FrontMiddleware.Unmatched(guarded, next))
            : FrontMiddleware.Unmatched(http, next));

        foreach (var function in functions)
        {
            var endpoint = app.Map(function.Pattern, function.Handler ?? throw new InvalidOperationException("The route has no handler."))
                .WithDisplayName(function.Function);
            if (function.Methods.Count > 0)
            {
                endpoint.WithMetadata(new HttpMethodMetadata(function.Methods));
            }
        }

        AdminEndpoints.Map(app, runtime, functions, listeners, running, logger);
        LocalIndex.Map(app, runtime, functions, listeners);
        Mailbox.Map(app, new TableServiceClient(runtime.Emulator.ConnectionString));
        ServiceBusRest.Map(app, runtime.Emulator.ServiceBusConnectionString);
    }
}
