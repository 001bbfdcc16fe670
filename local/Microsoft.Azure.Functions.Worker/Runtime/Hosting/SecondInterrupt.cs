using System.Runtime.InteropServices;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>The first Ctrl-C drains, which the host's own lifetime sees to; whoever presses it again does not want to wait.</summary>
internal sealed class SecondInterrupt : IDisposable
{
    private const int ExitCode = 130;
    private readonly PosixSignalRegistration registration;
    private int seen;

    public SecondInterrupt() => registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);

    public void Dispose() => registration.Dispose();

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref seen) > 1)
        {
            Environment.Exit(ExitCode);
        }
    }
}
