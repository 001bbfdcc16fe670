using System.ComponentModel;
using System.Diagnostics;

namespace PromoFunctions.Bench.Faults;

/// <summary>A folder in memory of a fixed size, where this user may mount one; a plain temporary folder elsewhere.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Megabytes = 192;
    private const int BlockBytes = 1_000_000;

    private SmallDisk(string folder, bool isSmall) => (Folder, IsSmall) = (folder, isSmall);

    public string Folder { get; }

    /// <summary>Whether it can be filled.</summary>
    public bool IsSmall { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    public static async Task<SmallDisk> MountAsync()
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        return new(folder, OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", folder));
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = BlockBytes; size > 0;)
        {
            try
            {
                file.Write(new byte[size]);
            }
            catch (IOException)
            {
                size /= 10;
            }
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        if (IsSmall)
        {
            await RunAsync("umount", "-l", Folder);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
            if (process is null)
            {
                return false;
            }

            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
