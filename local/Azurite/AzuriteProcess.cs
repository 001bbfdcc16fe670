using System.Diagnostics;

namespace PromoFunctions.Local.Azurite;

/// <summary>
/// The one Azurite of a data folder: finds it, has it started (<see cref="AzuriteStart"/>), and stops it. Every method expects the
/// caller to hold the folder's mutex.
/// </summary>
internal sealed class AzuriteProcess(AzuriteOptions options, AzuriteFolder folder, TextWriter progress)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    /// <summary>A live process that does not answer is busy (one event loop), not dead; this long is a hang.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>How long a dead process's port may still be taken before it counts as somebody else's.</summary>
    private static readonly TimeSpan LongestRelease = TimeSpan.FromSeconds(3);

    /// <summary>The running Azurite of this folder, or a new one.</summary>
    /// <param name="others">
    /// Whether other members live: when their Azurite died, the new one takes its port if it can, so that they find it.
    /// </param>
    internal async Task<AzuriteRecord> FindOrStartAsync(bool others, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        int port = options.PreferredTablePort;
        if (others && AzuriteRecord.Read(folder.RecordFile) is { } lost)
        {
            // A process that was killed is gone a moment before the system has closed its port.
            port = lost.Port;
            await TableService.UntilFreeAsync(port, LongestRelease, cancellationToken).ConfigureAwait(false);
        }

        return await new AzuriteStart(options, folder, progress).StartAsync(port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops whichever Azurite serves the folder now, and removes the record.</summary>
    internal async Task StopAsync()
    {
        if (AzuriteRecord.Read(folder.RecordFile) is { Pid: > 0 } running
            && (running.Started is not null || await TableService.AnswersAsync(running.Port, CancellationToken.None).ConfigureAwait(false)))
        {
            await EndAsync(running, folder, progress).ConfigureAwait(false);
        }

        File.Delete(folder.RecordFile);
    }

    /// <summary>Asks it to save and end, and waits until it is gone.</summary>
    internal static async Task EndAsync(AzuriteRecord running, AzuriteFolder folder, TextWriter progress)
    {
        if (!running.IsAlive)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(folder.StopFile, "").ConfigureAwait(false);
        }
        else
        {
            ProcessIdentity.Terminate(running.Pid);
        }

        var waited = Stopwatch.StartNew();
        while (running.IsAlive)
        {
            if (waited.Elapsed > LongestStop)
            {
                await progress.WriteLineAsync($"Azurite (process {running.Pid}) did not end within {LongestStop.TotalSeconds:0} s and was killed.").ConfigureAwait(false);
                ProcessIdentity.Kill(running.Pid);
                return;
            }

            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    private async Task<AzuriteRecord?> FindAsync(CancellationToken cancellationToken)
    {
        AzuriteRecord? record = AzuriteRecord.Read(folder.RecordFile);
        var waited = Stopwatch.StartNew();

        // Whoever began this start is dead (we hold the mutex), but its launch.cjs may be about to write the pid.
        while (record is { Pid: 0 } && waited.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            record = AzuriteRecord.Read(folder.RecordFile);
        }

        while (record is { Pid: > 0 } && record.IsAlive)
        {
            if (await TableService.AnswersAsync(record.Port, cancellationToken).ConfigureAwait(false) && record.IsAlive)
            {
                return record.Confirm(folder.RecordFile);
            }

            if (record.Started is null && waited.Elapsed > AzuriteStart.Longest)
            {
                return null; // A recycled pid, or a start that came to nothing.
            }

            if (waited.Elapsed > LongestSilence)
            {
                throw new AzuriteException(
                    $"Azurite of {folder.Path} (process {record.Pid}, port {record.Port}) is running and has not answered for {LongestSilence.TotalSeconds:0} s. End that process and run this again.");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }
}
