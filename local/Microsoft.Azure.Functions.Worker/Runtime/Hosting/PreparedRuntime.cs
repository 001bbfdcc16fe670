using System.Net;
using System.Net.Sockets;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using PromoFunctions.Local.Azurite;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>Everything that must be known before the app registers its services: files read and checked, functions found, storage running.</summary>
internal sealed class PreparedRuntime : IAsyncDisposable
{
    private readonly AzuriteHost azurite;
    private bool left;

    private PreparedRuntime(RuntimeSetup setup, HostJson hostJson, AzuriteHost azurite)
    {
        this.azurite = azurite;
        Setup = setup;
        HostJson = hostJson;
        Emulator = new EmulatorAddress(azurite.ConnectionString, azurite.TablePort);
    }

    public RuntimeSetup Setup { get; }

    public HostJson HostJson { get; }

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
        CheckPort(setup.Options.Port);
        CheckDataDirectory(setup.Options.DataDirectory);
        var azurite = await JoinAsync(setup, cancellationToken);

        var emulator = new EmulatorAddress(azurite.ConnectionString, azurite.TablePort);
        var settings = LocalSettings.Resolve(file, Environment.GetEnvironmentVariables(), emulator);
        foreach (var (key, value) in setup.Settings)
        {
            settings[key] = emulator.Fill(value);
        }

        return new PreparedRuntime(setup, hostJson, azurite)
        {
            Functions = functions.Where(function => !IsDisabled(function.Name, settings)).ToList(),
            Queues = queues,
            Keys = keys,
            Settings = settings,
        };
    }

    /// <summary>Leaves storage; the last process to leave stops it.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref left, true) ? ValueTask.CompletedTask : azurite.DisposeAsync();

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

    private static void CheckPort(int port)
    {
        if (port == 0)
        {
            return;
        }

        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            probe.Start();
        }
        catch (SocketException e)
        {
            throw PortRefused(port, e);
        }
    }

    public static StartupException PortRefused(int port, Exception e) => new(
        e is SocketException { SocketErrorCode: SocketError.AccessDenied }
            ? $"Port {port} may not be opened by this user; take one above 1023 with --port."
            : $"Port {port} is in use; take another one with --port, or --port 0 for any that is free.",
        innerException: e);

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
