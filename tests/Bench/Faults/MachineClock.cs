using System.Globalization;

namespace PromoFunctions.Bench.Faults;

/// <summary>The wall clock of all processes that are started with <see cref="Environment"/>, by Debian's faketime; monotonic time goes on as it is.</summary>
internal sealed class MachineClock : IDisposable
{
    private const string Library = "faketime/libfaketimeMT.so.1";
    private readonly string _file = Path.GetTempFileName();
    private readonly string _library;

    private MachineClock(string library)
    {
        _library = library;
        Set(0);
    }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = _library,
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
    };

    /// <summary>Null where faketime is not installed.</summary>
    public static MachineClock? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        string[] roots = ["/usr/lib", .. Directory.GetDirectories("/usr/lib", "*-linux-gnu")];
        var found = roots.Select(root => Path.Combine(root, Library)).FirstOrDefault(File.Exists);
        return found is null ? null : new MachineClock(found);
    }

    /// <summary>Within a second or two, the clock shows the true time and so many days more, or less.</summary>
    public void Set(int days)
    {
        // Moved into place whole: a reader never sees half a line.
        var whole = _file + ".new";
        File.WriteAllText(whole, string.Create(CultureInfo.InvariantCulture, $"{days:+0;-0}d\n"));
        File.Move(whole, _file, overwrite: true);
    }

    public void Dispose() => File.Delete(_file);
}
