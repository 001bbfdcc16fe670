using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PromoFunctions.Local.Azurite;

/// <summary>
/// The one Azurite of a data folder: finds, starts and stops it. Every method expects the caller to hold the folder's
/// mutex.
/// </summary>
internal sealed class AzuriteProcess(AzuriteOptions options, string directory, TextWriter progress)
{
    private const int MostStarts = 5;
    private const string ReadyLine = "successfully started";
    private const string PortTaken = "EADDRINUSE";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    /// <summary>A live process that does not answer is busy (one event loop), not dead; this long is a hang.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private string RecordFile => Path.Combine(directory, "azurite.json");

    private string LogFile => Path.Combine(directory, "azurite.log");

    private string StopFile => Path.Combine(directory, "azurite.stop");

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

        int port = others && AzuriteRecord.Read(RecordFile) is { } lost ? lost.Port : options.PreferredTablePort;
        return await StartAsync(port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops whichever Azurite serves the folder now, and removes the record.</summary>
    internal async Task StopAsync()
    {
        if (AzuriteRecord.Read(RecordFile) is { Pid: > 0 } running
            && (running.Started is not null || await TableService.AnswersAsync(running.Port, CancellationToken.None).ConfigureAwait(false)))
        {
            await EndAsync(running).ConfigureAwait(false);
        }

        File.Delete(RecordFile);
    }

    /// <summary>Asks it to save and end, and waits until it is gone.</summary>
    private async Task EndAsync(AzuriteRecord running)
    {
        if (!IsAlive(running))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(StopFile, "").ConfigureAwait(false);
        }
        else
        {
            ProcessIdentity.Terminate(running.Pid);
        }

        var waited = Stopwatch.StartNew();
        while (IsAlive(running))
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

    private static bool IsAlive(AzuriteRecord record) =>
        ProcessIdentity.StartOf(record.Pid) is { } started && (record.Started is null || record.Started == started);

    private async Task<AzuriteRecord?> FindAsync(CancellationToken cancellationToken)
    {
        AzuriteRecord? record = AzuriteRecord.Read(RecordFile);
        var waited = Stopwatch.StartNew();

        // Whoever began this start is dead (we hold the mutex), but its launch.cjs may be about to write the pid.
        while (record is { Pid: 0 } && waited.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            record = AzuriteRecord.Read(RecordFile);
        }

        while (record is { Pid: > 0 } && IsAlive(record))
        {
            if (await TableService.AnswersAsync(record.Port, cancellationToken).ConfigureAwait(false) && IsAlive(record))
            {
                return Confirm(record);
            }

            if (record.Started is null && waited.Elapsed > LongestStart)
            {
                return null; // A recycled pid, or a start that came to nothing.
            }

            if (waited.Elapsed > LongestSilence)
            {
                throw new AzuriteException(
                    $"Azurite of {directory} (process {record.Pid}, port {record.Port}) is running and has not answered for {LongestSilence.TotalSeconds:0} s. End that process and run this again.");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<AzuriteRecord> StartAsync(int preferredPort, CancellationToken cancellationToken)
    {
        await NodeRuntime.CheckAsync(options.NodePath, cancellationToken).ConfigureAwait(false);
        AzuriteInstallation installation = await AzuriteInstallation
            .EnsureAsync(options.PackageDirectory, progress, cancellationToken).ConfigureAwait(false);

        for (int start = 1; ; start++)
        {
            int port = TableService.ChoosePort(start == 1 ? preferredPort : 0);
            AzuriteRecord record = await LaunchAsync(installation, port, cancellationToken).ConfigureAwait(false);
            try
            {
                if (await IsReadyAsync(record, cancellationToken).ConfigureAwait(false))
                {
                    return Confirm(record);
                }
            }
            catch
            {
                // Given up while it was starting: nobody has joined it, so it would stay for ever.
                await EndAsync(record).ConfigureAwait(false);
                File.Delete(RecordFile);
                throw;
            }

            File.Delete(RecordFile);
            string log = Log();
            if (!log.Contains(PortTaken, StringComparison.Ordinal) || start == MostStarts)
            {
                throw new AzuriteException($"Azurite did not start. The end of {LogFile}: {NodeRuntime.Tail(log)}");
            }
        }
    }

    private async Task<AzuriteRecord> LaunchAsync(AzuriteInstallation installation, int port, CancellationToken cancellationToken)
    {
        new AzuriteRecord(0, port, null).Write(RecordFile);
        File.Delete(StopFile);

        // Not cancellable and not a child to be killed: half a launch would leave a service that nobody knows of.
        cancellationToken.ThrowIfCancellationRequested();
        NodeRuntime.Finished launch = await NodeRuntime.RunAsync(
            options.NodePath,
            [installation.LaunchScript, RecordFile, LogFile, Number(port), DataDirectory(), .. ServeArguments(port)],
            directory,
            CancellationToken.None,
            new Dictionary<string, string>
            {
                ["PROMO_AZURITE_STOP_FILE"] = StopFile,
                ["PROMO_AZURITE_OWNER"] = options.EndsWithStarter ? Number(Environment.ProcessId) : "0",
            }).ConfigureAwait(false);

        return launch.ExitCode == 0 && AzuriteRecord.Read(RecordFile) is { Pid: > 0 } record
            ? record
            : throw new AzuriteException($"Azurite could not be started: {launch.LastLines()}");
    }

    private string DataDirectory() => Directory.CreateDirectory(Path.Combine(directory, "azurite")).FullName;

    private IEnumerable<string> ServeArguments(int port)
    {
        string[] always = ["--tableHost", TableService.Host, "--tablePort", Number(port), "--silent", "--skipApiVersionCheck", "--disableTelemetry"];

        // Azurite refuses the two together.
        return options.InMemory ? [.. always, "--inMemoryPersistence"] : [.. always, "--location", DataDirectory()];
    }

    /// <summary>
    /// True once it serves, false when it ended. Another folder's Azurite may answer on the port that this one is about
    /// to lose, so the log has to say that it is this one that listens.
    /// </summary>
    private async Task<bool> IsReadyAsync(AzuriteRecord record, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (IsAlive(record))
        {
            if (Log().Contains(ReadyLine, StringComparison.Ordinal)
                && await TableService.AnswersAsync(record.Port, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            if (waited.Elapsed > LongestStart)
            {
                throw new AzuriteException($"Azurite did not answer within {LongestStart.TotalSeconds:0} s of its start. The end of {LogFile}: {NodeRuntime.Tail(Log())}");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Completes the record with the process's start, by which a later process of the same id is told apart.</summary>
    private AzuriteRecord Confirm(AzuriteRecord record)
    {
        AzuriteRecord confirmed = record with { Started = ProcessIdentity.StartOf(record.Pid) };
        confirmed.Write(RecordFile);
        return confirmed;
    }

    private string Log()
    {
        try
        {
            using var stream = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
