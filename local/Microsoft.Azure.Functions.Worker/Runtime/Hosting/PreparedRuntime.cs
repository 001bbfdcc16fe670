using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using PromoFunctions.Local.Azurite;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>Everything that must be known before the app registers its services: files read and checked, functions found, storage running.</summary>
internal sealed class PreparedRuntime : IAsyncDisposable
{
    private readonly AzuriteHost azurite;
    private readonly UnfinishedStart? start;
    private bool left;

    private PreparedRuntime(RuntimeSetup setup, HostJson hostJson, AzuriteHost azurite, ReservedPort port)
    {
        Port = port;
        this.azurite = azurite;
        Setup = setup;
        HostJson = hostJson;
        Emulator = new EmulatorAddress(azurite.ConnectionString, azurite.TablePort);
        start = setup.ExitOnFailure ? new UnfinishedStart(this) : null;
    }

    public RuntimeSetup Setup { get; }

    public HostJson HostJson { get; }

    public ReservedPort Port { get; }

    public EmulatorAddress Emulator { get; }

    public required IReadOnlyList<FunctionDescriptor> Functions { get; init; }

    public required IReadOnlyList<QueueDescription> Queues { get; init; }

    public required FunctionKeys Keys { get; init; }

    public required IReadOnlyDictionary<string, string?> Settings { get; init; }

    /// <exception cref="StartupException">A file is broken, a function is refused, the port is taken, or storage cannot start.</exception>
    public static async Task<PreparedRuntime> PrepareAsync(RuntimeSetup setup, CancellationToken cancellationToken)
    {
        // All that can be wrong without storage is checked before storage starts: a refusal leaves nothing behind.
        string InRepository(params string[] path) => Path.Combine([setup.RepositoryRoot, .. path]);
        var hostJson = setup.HostJson ?? HostJson.Load(InRepository("host.json"));
        var file = LocalSettings.Load(setup.RepositoryRoot);
        var queues = setup.Queues ?? QueueFile.Load(InRepository("infra", "queues.json"));
        var keys = setup.Keys ?? FunctionKeys.Load(InRepository("infra", "function-keys.json"));
        var functions = FunctionScanner.Scan(setup.Types);
        CheckDataDirectory(setup.Options.DataDirectory);
        var port = ReservedPort.Open(setup.Options.Port);
        try
        {
            var azurite = await JoinAsync(setup, cancellationToken);
            var settings = Settle(file, setup, new EmulatorAddress(azurite.ConnectionString, azurite.TablePort), port.Address);
            return new PreparedRuntime(setup, hostJson, azurite, port)
            {
                Functions = functions.Where(function => !IsDisabled(function.Name, settings)).ToList(),
                Queues = queues,
                Keys = keys,
                Settings = settings,
            };
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <summary>The app listens: what it throws from now on is its own.</summary>
    public void Started() => start?.Dispose();

    /// <summary>Leaves storage; the last process to leave stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref left, true))
        {
            start?.Dispose();
            Port.Dispose();
            await azurite.DisposeAsync();
        }
    }

    private static Dictionary<string, string?> Settle(IReadOnlyDictionary<string, string> file, RuntimeSetup setup, EmulatorAddress emulator, Uri address)
    {
        var settings = LocalSettings.Resolve(file, Environment.GetEnvironmentVariables(), emulator);
        foreach (var (key, value) in setup.Settings)
        {
            settings[key] = emulator.Fill(value);
        }

        foreach (var (key, value) in settings.Where(setting => OwnAddress.IsNamedBy(setting.Value)).ToList())
        {
            settings[key] = OwnAddress.Fill(value ?? "", address);
        }

        return settings;
    }

    private static async Task<AzuriteHost> JoinAsync(RuntimeSetup setup, CancellationToken cancellationToken)
    {
        try
        {
            var options = new AzuriteOptions
            {
                DataDirectory = setup.Options.DataDirectory,
                PreferredTablePort = setup.Options.PreferredTablePort,
                EndsWithStarter = setup.StorageEndsWithProcess,
            };
            return await AzuriteHost.JoinAsync(options, setup.Output, cancellationToken);
        }
        catch (AzuriteException e)
        {
            throw new StartupException(e.Message, innerException: e);
        }
    }

    // https://learn.microsoft.com/azure/azure-functions/disable-function: AzureWebJobs.<name>.Disabled
    private static bool IsDisabled(string function, Dictionary<string, string?> settings) =>
        settings.GetValueOrDefault($"AzureWebJobs.{function}.Disabled") is { } value
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static void CheckDataDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, $".probe-{Environment.ProcessId}-{Guid.NewGuid():N}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The folder {directory} cannot be written to; name another one with --data.", innerException: e);
        }
    }
}
