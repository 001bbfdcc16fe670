namespace PromoFunctions.Local.Azurite;

/// <summary>
/// A membership in the Azurite of a data folder: the first to join starts it, the last to leave stops it. It is a
/// process of its own, so a member that is killed takes nothing with it, and the next one to name the folder finds it
/// running. Azurite saves its tables every five seconds and when it is stopped.
/// </summary>
public sealed class AzuriteHost : IAsyncDisposable
{
    private readonly AzuriteFolder folder;
    private readonly AzuriteProcess process;
    private readonly AzuriteRecord record;
    private FileStream? membership;

    private AzuriteHost(AzuriteFolder folder, AzuriteProcess process, AzuriteRecord record, FileStream membership)
    {
        this.folder = folder;
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

        var folder = new AzuriteFolder(Directory.CreateDirectory(options.DataDirectory).FullName);
        using IDisposable mutex = await FileMutex.EnterAsync(folder.MutexFile, cancellationToken).ConfigureAwait(false);
        var process = new AzuriteProcess(options, folder, progress);
        AzuriteRecord record = await process.FindOrStartAsync(folder.AnyMemberLives(), cancellationToken).ConfigureAwait(false);
        return new AzuriteHost(folder, process, record, folder.Enrol());
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

        using IDisposable mutex = await FileMutex.EnterAsync(folder.MutexFile, CancellationToken.None).ConfigureAwait(false);
        await mine.DisposeAsync().ConfigureAwait(false);
        File.Delete(mine.Name);
        if (!folder.AnyMemberLives())
        {
            await process.StopAsync().ConfigureAwait(false);
        }
    }
}
