using System.ComponentModel;
using System.Reflection;
using System.Security.Cryptography;

namespace PromoFunctions.Local.Azurite;

/// <summary>
/// Azurite's own files: installed once, exactly as package-lock.json says, into node_modules beside it. A marker with
/// the lock file's hash is written last, so that an installation that was cut short, or of another lock file, is redone.
/// </summary>
internal sealed class AzuriteInstallation
{
    private const string Marker = ".whole";

    private readonly string directory;

    private AzuriteInstallation(string directory) => this.directory = directory;

    internal string LaunchScript => Path.Combine(directory, "launch.cjs");

    private string LockFile => Path.Combine(directory, "package-lock.json");

    private string MarkerFile => Path.Combine(directory, "node_modules", Marker);

    /// <summary>Installs what is missing; processes that ask at the same time install once.</summary>
    /// <exception cref="AzuriteException">The lock file is missing, npm is, or npm failed.</exception>
    internal static async Task<AzuriteInstallation> EnsureAsync(
        string? directory, TextWriter progress, CancellationToken cancellationToken)
    {
        var installation = new AzuriteInstallation(directory ?? RepositoryDirectory());
        string wanted = installation.HashOfLockFile();
        if (installation.IsWhole(wanted))
        {
            return installation;
        }

        // Not inside node_modules, which npm empties; obj is git-ignored as that is.
        string guardDirectory = Directory.CreateDirectory(Path.Combine(installation.directory, "obj")).FullName;
        using IDisposable guard = await FileMutex
            .EnterAsync(Path.Combine(guardDirectory, "install.lock"), cancellationToken).ConfigureAwait(false);
        if (!installation.IsWhole(wanted))
        {
            await installation.InstallAsync(wanted, progress, cancellationToken).ConfigureAwait(false);
        }

        return installation;
    }

    private static string RepositoryDirectory()
    {
        string? root = typeof(AzuriteInstallation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(item => item.Key == "RepositoryRoot")?.Value;
        return Path.Combine(
            root ?? throw new AzuriteException("This build does not know its repository; build it with 'dotnet build'."),
            "local",
            "Azurite");
    }

    private string HashOfLockFile()
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(LockFile)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AzuriteException(
                $"Azurite is installed from {LockFile}, and there is no such file. Was the repository moved? Build it again where it is now.", e);
        }
    }

    private bool IsWhole(string wanted)
    {
        try
        {
            return File.ReadAllText(MarkerFile) == wanted;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private async Task InstallAsync(string wanted, TextWriter progress, CancellationToken cancellationToken)
    {
        await progress.WriteLineAsync("Installing Azurite (once; about 190 MB) ...".AsMemory(), cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(Path.GetDirectoryName(MarkerFile)))
        {
            File.Delete(MarkerFile);
        }

        // Nothing that Azurite needs has an install script, so none is run.
        NodeRuntime.Finished npm;
        try
        {
            npm = await NodeRuntime.RunAsync(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
                ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"],
                directory,
                cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new AzuriteException("Azurite is installed by npm, and npm could not be run. It comes with Node: install Node 20 or newer and see that npm is in PATH.", e);
        }

        if (npm.ExitCode != 0)
        {
            throw new AzuriteException($"Azurite could not be installed; 'npm ci' in {directory} ended with {npm.ExitCode}: {npm.LastLines()}");
        }

        Directory.CreateDirectory(Path.Combine(directory, "node_modules")); // npm makes none for a lock file without dependencies.
        await File.WriteAllTextAsync(MarkerFile, wanted, cancellationToken).ConfigureAwait(false);
    }
}
