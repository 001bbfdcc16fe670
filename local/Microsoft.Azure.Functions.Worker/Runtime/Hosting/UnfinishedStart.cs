namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>
/// Stands by from the builder to the end of the start: storage runs already while the app's own wiring may still throw, which nobody catches.
/// What it throws for a setting is said as a sentence, and storage is left, so that the folder is free again.
/// </summary>
internal sealed class UnfinishedStart : IDisposable
{
    private static readonly TimeSpan MostForStorage = TimeSpan.FromSeconds(15);
    private readonly PreparedRuntime runtime;

    public UnfinishedStart(PreparedRuntime runtime)
    {
        this.runtime = runtime;
        AppDomain.CurrentDomain.UnhandledException += OnFailure;
    }

    public void Dispose() => AppDomain.CurrentDomain.UnhandledException -= OnFailure;

    private void OnFailure(object sender, UnhandledExceptionEventArgs failure)
    {
        runtime.DisposeAsync().AsTask().Wait(MostForStorage);
        if (failure.ExceptionObject is InvalidOperationException wrong)
        {
            StartupFailure.Exit(new StartupException(wrong.Message, innerException: wrong));
        }
    }
}
