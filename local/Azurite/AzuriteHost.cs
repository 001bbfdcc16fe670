using System.Globalization;

namespace PromoFunctions.Local.Azurite;

/// <summary>
/// A membership in the Azurite of a data folder: the first to join starts it, the last to leave stops it. It is a
/// process of its own, so a member that is killed takes nothing with it, and the next one to name the folder finds it
/// running. Azurite saves its tables every five seconds and when it is stopped.
/// </summary>
public sealed class AzuriteHost : IAsyncDisposable
{
    private static int joined;

    private readonly string directory;
    private readonly AzuriteProcess process;
    private readonly AzuriteRecord record;
    private FileStream? membership;

    private AzuriteHost(string directory, AzuriteProcess process, AzuriteRecord record, FileStream membership)
    {
        this.directory = directory;
        this.process = process;
        this.record = record;
        this.membership = membership;
    }

    /// <summary>The loopback port of the table service.</summary>
    public int TablePort => record.Port;

    /// <summary>Azurite's process.</summary>
    public int ProcessId => record.Pid;

    /// <summary>A storage connection string of the table service, with the emulator's account and well-known key.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={TableService.Account};AccountKey={TableService.AccountKey};TableEndpoint={TableService.Endpoint(TablePort)};";

    /// <summary>Joins the running Azurite of the folder, or starts it, installing it first when need be.</summary>
    /// <param name="progress">Gets a line when something takes long, such as the first installation.</param>
    /// <exception cref="AzuriteException">Node is missing or too old, npm failed, or Azurite does not start or answer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The preferred port is not 0 to 65535.</exception>
    public static async Task<AzuriteHost> JoinAsync(AzuriteOptions options, TextWriter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.DataDirectory);
        ArgumentOutOfRangeException.ThrowIfNegative(options.PreferredTablePort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.PreferredTablePort, 65535);

        string directory = Directory.CreateDirectory(options.DataDirectory).FullName;
        using IDisposable mutex = await FileMutex.EnterAsync(MutexFile(directory), cancellationToken).ConfigureAwait(false);
        var process = new AzuriteProcess(options, directory, progress);
        AzuriteRecord record = await process.FindOrStartAsync(AnyMemberLives(directory), cancellationToken).ConfigureAwait(false);
        return new AzuriteHost(directory, process, record, Enrol(directory));
    }

    /// <summary>
    /// Leaves. The last member to do so stops Azurite and returns when it has saved and ended; members that died do not
    /// count. A second call does nothing.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref membership, null) is not { } mine)
        {
            return;
        }

        using IDisposable mutex = await FileMutex.EnterAsync(MutexFile(directory), CancellationToken.None).ConfigureAwait(false);
        await mine.DisposeAsync().ConfigureAwait(false);
        File.Delete(mine.Name);
        if (!AnyMemberLives(directory))
        {
            await process.StopAsync().ConfigureAwait(false);
        }
    }

    private static string MutexFile(string directory) => Path.Combine(directory, "azurite.lock");

    private static string UsersDirectory(string directory) =>
        Directory.CreateDirectory(Path.Combine(directory, "users")).FullName;

    /// <summary>A file that is open for this member alone; the system closes it when the member's process dies.</summary>
    private static FileStream Enrol(string directory)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref joined)}");
        string path = Path.Combine(UsersDirectory(directory), name);
        return FileMutex.TryEnter(path)
            ?? throw new AzuriteException($"{path} is held by another process: the folder seems to be shared between machines or containers, which Azurite cannot be.");
    }

    /// <summary>Sweeps the files of the dead: one that can be opened for oneself has no holder.</summary>
    private static bool AnyMemberLives(string directory)
    {
        bool any = false;
        foreach (string file in Directory.EnumerateFiles(UsersDirectory(directory)).ToList())
        {
            if (FileMutex.TryEnter(file) is { } dead)
            {
                dead.Dispose();
                File.Delete(file);
            }
            else
            {
                any = true;
            }
        }

        return any;
    }
}
