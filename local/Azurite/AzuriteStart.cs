using System.Diagnostics;
using System.Globalization;

namespace PromoFunctions.Local.Azurite;

/// <summary>Starts the Azurite of a data folder that has none. Expects the caller to hold the folder's mutex.</summary>
internal sealed class AzuriteStart(AzuriteOptions options, AzuriteFolder folder, TextWriter progress)
{
    /// <summary>How long a start may take on a slow and busy machine.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const int MostStarts = 5;
    private const string ReadyLine = "successfully started";
    private const string PortTaken = "EADDRINUSE";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts it, on another port when the preferred one is taken, and returns once it serves.</summary>
    internal async Task<AzuriteRecord> StartAsync(int preferredPort, CancellationToken cancellationToken)
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
                    return record.Confirm(folder.RecordFile);
                }
            }
            catch
            {
                // Given up while it was starting: nobody has joined it, so it would stay for ever.
                await AzuriteProcess.EndAsync(record, folder, progress).ConfigureAwait(false);
                File.Delete(folder.RecordFile);
                throw;
            }

            File.Delete(folder.RecordFile);
            string log = folder.ReadLog();
            if (!log.Contains(PortTaken, StringComparison.Ordinal) || start == MostStarts)
            {
                throw new AzuriteException($"Azurite did not start. The end of {folder.LogFile}: {NodeRuntime.Tail(log)}");
            }
        }
    }

    private async Task<AzuriteRecord> LaunchAsync(AzuriteInstallation installation, int port, CancellationToken cancellationToken)
    {
        // From here on not cancellable: half a launch would leave a service that nobody knows of.
        cancellationToken.ThrowIfCancellationRequested();
        File.Delete(folder.StopFile);
        new AzuriteRecord(0, port, null).Write(folder.RecordFile);
        NodeRuntime.Finished launch = await NodeRuntime.RunAsync(
            options.NodePath,
            [installation.LaunchScript, folder.RecordFile, folder.LogFile, Number(port), folder.TablesDirectory, .. ServeArguments(port)],
            folder.Path,
            CancellationToken.None,
            new Dictionary<string, string>
            {
                ["PROMO_AZURITE_STOP_FILE"] = folder.StopFile,
                ["PROMO_AZURITE_OWNER"] = options.EndsWithStarter ? Number(Environment.ProcessId) : "0",
            }).ConfigureAwait(false);

        if (launch.ExitCode == 0 && AzuriteRecord.Read(folder.RecordFile) is { Pid: > 0 } record)
        {
            return record;
        }

        File.Delete(folder.RecordFile);
        throw new AzuriteException($"Azurite could not be started: {launch.LastLines()}");
    }

    private IEnumerable<string> ServeArguments(int port)
    {
        string[] always = ["--tableHost", TableService.Host, "--tablePort", Number(port), "--silent", "--skipApiVersionCheck", "--disableTelemetry"];

        // Azurite refuses the two together.
        return options.InMemory ? [.. always, "--inMemoryPersistence"] : [.. always, "--location", folder.TablesDirectory];
    }

    /// <summary>
    /// True once it serves, false when it ended. Another folder's Azurite may answer on the port that this one is about
    /// to lose, so the log has to say that it is this one that listens.
    /// </summary>
    private async Task<bool> IsReadyAsync(AzuriteRecord record, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (record.IsAlive)
        {
            if (folder.ReadLog().Contains(ReadyLine, StringComparison.Ordinal)
                && await TableService.AnswersAsync(record.Port, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            if (waited.Elapsed > Longest)
            {
                throw new AzuriteException($"Azurite did not answer within {Longest.TotalSeconds:0} s of its start. The end of {folder.LogFile}: {NodeRuntime.Tail(folder.ReadLog())}");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
