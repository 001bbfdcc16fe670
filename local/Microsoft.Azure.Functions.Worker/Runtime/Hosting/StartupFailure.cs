namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

internal static class StartupFailure
{
    /// <summary>Says why on the right stream and ends the process: the runtime is the process's host, as Core Tools is.</summary>
    public static void Exit(StartupException failure)
    {
        (failure.ExitCode == StartupException.Help ? Console.Out : Console.Error).WriteLine(failure.Message);
        Environment.Exit(failure.ExitCode);
    }
}
