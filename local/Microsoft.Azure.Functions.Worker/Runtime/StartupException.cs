namespace Microsoft.Azure.Functions.Worker.Runtime;

/// <summary>The app cannot start, and its user can do something about it: one sentence, no stack trace, an exit code.</summary>
internal sealed class StartupException(string message, int exitCode = StartupException.CannotStart, Exception? innerException = null)
    : Exception(message, innerException)
{
    public const int Help = 0;
    public const int CannotStart = 1;
    public const int BadArguments = 2;

    public int ExitCode => exitCode;
}
