using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Runs one function through the app's middleware, then sends what it put out.</summary>
internal sealed class FunctionRunner
{
    private readonly FunctionExecutionDelegate pipeline;
    private readonly OutputSender? outputs;

    /// <param name="invoker">The function.</param>
    /// <param name="middleware">The app's middleware, outermost first.</param>
    /// <param name="outputs">What sends to queues; null when the function puts nothing out.</param>
    public FunctionRunner(
        FunctionInvoker invoker,
        IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        OutputSender? outputs)
    {
        this.outputs = outputs;
        FunctionExecutionDelegate next = invoker.InvokeAsync;
        foreach (var layer in middleware.Reverse())
        {
            next = layer(next);
        }

        pipeline = HttpResultStage.Around(next);
    }

    /// <summary>One invocation. What the function or its middleware throws comes out.</summary>
    public Task RunAsync(LocalFunctionContext context) => outputs is null ? pipeline(context) : RunAndSendAsync(context, outputs);

    private async Task RunAndSendAsync(LocalFunctionContext context, OutputSender sender)
    {
        await pipeline(context);
        await sender.SendAsync(context.Outputs, context.CancellationToken);
    }
}
