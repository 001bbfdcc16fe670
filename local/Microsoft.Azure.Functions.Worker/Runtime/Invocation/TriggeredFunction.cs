using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Runs a function that a timer or a queue triggers, in a scope of its own and within host.json's functionTimeout.</summary>
internal sealed class TriggeredFunction(
    FunctionDescriptor function,
    FunctionRunner runner,
    IServiceScopeFactory scopes,
    TimeSpan? timeout,
    RunningInvocations running,
    ILogger logger)
{
    public FunctionDescriptor Function => function;

    public string Name => function.Name;

    public ILogger Logger => logger;

    public RunningInvocations Running => running;

    /// <summary>One invocation. What the function throws comes out.</summary>
    public async Task RunAsync(
        object value,
        LocalRetryContext? retry = null,
        IReadOnlyDictionary<string, object?>? data = null,
        ServiceBusMessageActions? actions = null)
    {
        running.Enter();
        try
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(running.GiveUp);
            if (timeout is { } limit)
            {
                cancellation.CancelAfter(limit);
            }

            await using var scope = scopes.CreateAsyncScope();
            var context = new LocalFunctionContext(function.Definition, scope.ServiceProvider, cancellation.Token)
            {
                TriggerValue = value,
                TriggerData = data ?? EmptyData,
                Retry = retry ?? LocalRetryContext.None,
            };
            if (actions is not null)
            {
                context.Features.Set(actions);
            }

            await runner.RunAsync(context);
        }
        finally
        {
            running.Leave();
        }
    }

    private static readonly Dictionary<string, object?> EmptyData = [];
}
