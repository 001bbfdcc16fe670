using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Runtime.Demo;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Azure.Functions.Worker.Runtime.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>The functions of a running app: makes each ready to be called, and starts and stops what triggers them.</summary>
internal sealed class FunctionTable(PreparedRuntime runtime) : IHostedLifecycleService, IAsyncDisposable
{
    private readonly List<ITriggerListener> listeners = [];
    private readonly List<HttpRoute> routes = [];
    private ServiceBusClients? clients;
    private RunningInvocations? running;
    private ILogger? logger;
    private bool disposed;

    /// <summary>Prepares every function and maps what the host answers itself.</summary>
    /// <exception cref="StartupException">A function could never be called, or its queue or setting does not exist.</exception>
    public async Task LoadAsync(
        WebApplication app,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        bool isWeb,
        CancellationToken cancellationToken)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>();
        logger = log.CreateLogger("Host");
        running = new RunningInvocations(runtime.Setup.DrainLimit);
        clients = new ServiceBusClients(app.Configuration);
        await QueueCreation.EnsureAsync(runtime.Emulator.ServiceBusConnectionString, runtime.Queues, cancellationToken);

        foreach (var function in runtime.Functions)
        {
            var runner = Runner(app.Services, function, middleware, clients.Outputs(function));
            var functionLog = log.CreateLogger($"Function.{function.Name}");
            switch (function.Trigger)
            {
                case HttpTriggerAttribute when !isWeb:
                    throw new StartupException($"Function {function.Name} takes an HttpRequest: Program must call ConfigureFunctionsWebApplication().");
                case HttpTriggerAttribute trigger:
                    var route = HttpRoute.For(function, trigger, runtime.HostJson.RoutePrefix);
                    route.Handler = new HttpFunction(function, runner, runtime.Keys.For(function.Name, trigger.AuthLevel), functionLog).InvokeAsync;
                    routes.Add(route);
                    break;
                case TimerTriggerAttribute trigger:
                    listeners.Add(TimerListener.Create(Triggered(app.Services, function, runner, functionLog), trigger, app.Configuration, runtime));
                    break;
                case ServiceBusTriggerAttribute trigger:
                    listeners.Add(QueueListener(app.Configuration, function, trigger, clients, Triggered(app.Services, function, runner, functionLog)));
                    break;
            }
        }

        HttpRoute.CheckUnique(routes);
        RuntimeEndpoints.Map(app, runtime, routes, listeners, running, logger);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Everything else, the server included, has started: a function may call its own app.
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in listeners)
        {
            await listener.StartAsync(cancellationToken);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        running?.BeginDrain();
        foreach (var listener in listeners)
        {
            listener.StopTaking();
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(listeners.Select(listener => listener.DrainAsync()));
        if (running is not null && !await running.WaitAsync() && logger is not null)
        {
            Log.DrainGaveUp(logger, running.Count, runtime.Setup.DrainLimit);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The container disposes what it made a hosted service of; a start that failed before then leaves it to the host.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        foreach (var listener in listeners)
        {
            await listener.DisposeAsync();
        }

        if (clients is not null)
        {
            await clients.DisposeAsync();
        }

        running?.Dispose();
    }

    /// <summary>Says what runs where, and loads the demo shop when it was asked for.</summary>
    public async Task AnnounceAsync(WebApplication app)
    {
        var address = runtime.Port.Address;
        var output = runtime.Setup.Output;
        await Banner.WriteFunctionsAsync(address, routes, listeners, output);
        if (runtime.Setup.Options.LoadDemo)
        {
            await LoadDemoAsync(app.Lifetime.ApplicationStopping);
        }

        await Banner.WriteAddressAsync(address, runtime.Setup.Options.DataDirectory, output);
    }

    private async Task LoadDemoAsync(CancellationToken stopping)
    {
        try
        {
            var file = Path.Combine(runtime.Setup.RepositoryRoot, "local", "demo", "demo.json");
            await DemoShop.LoadIfEmptyAsync(runtime.Port.Address, file, runtime.Setup.Output, stopping);
            await runtime.Setup.Output.WriteLineAsync(WhatToTry.Text(runtime.Port.Address));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped before it was done; the next start goes on.
        }
    }

    private static FunctionRunner Runner(
        IServiceProvider services,
        FunctionDescriptor function,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        OutputSender? outputs)
    {
        var names = function.Trigger switch
        {
            HttpTriggerAttribute trigger => HttpRoute.ParameterNames(function, trigger),
            ServiceBusTriggerAttribute => MessageData.Names,
            _ => new HashSet<string>(),
        };
        return new FunctionRunner(new FunctionInvoker(function, names, services.GetService<IFunctionActivator>()), middleware, outputs);
    }

    private TriggeredFunction Triggered(IServiceProvider services, FunctionDescriptor function, FunctionRunner runner, ILogger functionLog) =>
        new(function, runner, services.GetRequiredService<IServiceScopeFactory>(), runtime.HostJson.FunctionTimeout,
            running ?? throw new InvalidOperationException("The table is not loaded."), functionLog);

    private ServiceBusListener QueueListener(
        IConfiguration configuration,
        FunctionDescriptor function,
        ServiceBusTriggerAttribute trigger,
        ServiceBusClients buses,
        TriggeredFunction triggered) =>
        new(triggered, trigger, buses.For(trigger.Connection, function.Name), SettingName.Fill(trigger.QueueName ?? "", configuration, function.Name), runtime.HostJson);
}
