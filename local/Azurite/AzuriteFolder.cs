using System.Globalization;

namespace PromoFunctions.Local.Azurite;

/// <summary>What lies in a data folder.</summary>
/// <param name="Path">The folder, absolute.</param>
internal sealed record AzuriteFolder(string Path)
{
    private static int members;

    /// <summary>Whoever starts, stops, joins or leaves holds it; see <see cref="FileMutex"/>.</summary>
    internal string MutexFile => In("azurite.lock");

    /// <summary>See <see cref="AzuriteRecord"/>.</summary>
    internal string RecordFile => In("azurite.json");

    /// <summary>What the present or last Azurite said.</summary>
    internal string LogFile => In("azurite.log");

    /// <summary>Asks Azurite to stop where there are no signals.</summary>
    internal string StopFile => In("azurite.stop");

    /// <summary>Where Azurite keeps its tables, and its working directory.</summary>
    internal string TablesDirectory => Directory.CreateDirectory(In("azurite")).FullName;

    private string UsersDirectory => Directory.CreateDirectory(In("users")).FullName;

    /// <summary>A file that is open for the new member alone; the system closes it when the member's process dies.</summary>
    internal FileStream Enrol()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref members)}");
        string file = System.IO.Path.Combine(UsersDirectory, name);
        return FileMutex.TryEnter(file)
            ?? throw new AzuriteException($"{file} is held by another process: the folder seems to be shared between machines or containers, which Azurite cannot be.");
    }

    /// <summary>Sweeps the files of the dead: one that can be opened for oneself has no holder.</summary>
    internal bool AnyMemberLives()
    {
        bool any = false;
        foreach (string file in Directory.GetFiles(UsersDirectory))
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

    /// <summary>The log so far; Azurite may be writing to it.</summary>
    internal string ReadLog()
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

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
