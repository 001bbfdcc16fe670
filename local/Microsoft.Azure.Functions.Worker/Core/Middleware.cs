namespace Microsoft.Azure.Functions.Worker.Middleware
{
    /// <summary>The rest of the pipeline.</summary>
    public delegate Task FunctionExecutionDelegate(FunctionContext context);

    /// <summary>Runs around every invocation. One instance serves them all.</summary>
    public interface IFunctionsWorkerMiddleware
    {
        /// <summary>Runs around one invocation.</summary>
        /// <param name="context">The invocation.</param>
        /// <param name="next">The rest of the pipeline; not called, the function does not run.</param>
        Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    using Microsoft.Azure.Functions.Worker.Middleware;
    using Microsoft.Extensions.DependencyInjection;

    /// <summary>What the pipeline around the functions is built with.</summary>
    public interface IFunctionsWorkerApplicationBuilder
    {
        /// <summary>The app's services.</summary>
        IServiceCollection Services { get; }

        /// <summary>Adds a layer inside those that were added before.</summary>
        IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
    }

    /// <summary>Makes the objects that functions are methods of. Register one to replace the default, which injects the constructor from the invocation's services.</summary>
    public interface IFunctionActivator
    {
        /// <summary>An instance for one invocation.</summary>
        object? CreateInstance(Type instanceType, FunctionContext context);
    }
}
