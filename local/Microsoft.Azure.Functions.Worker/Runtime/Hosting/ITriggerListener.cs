namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>What starts the invocations of one timer or queue function.</summary>
internal interface ITriggerListener : IAsyncDisposable
{
    /// <summary>The function's name.</summary>
    string Function { get; }

    /// <summary>What it listens to, in words.</summary>
    string Description { get; }

    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>No invocation begins after this.</summary>
    void StopTaking();

    /// <summary>Done when no invocation runs any more, or the drain's limit is over.</summary>
    Task DrainAsync();

    /// <summary>Runs the function once, beside its trigger.</summary>
    /// <param name="input">What <c>/admin/functions</c> was given, or null.</param>
    Task RunNowAsync(string? input);
}
