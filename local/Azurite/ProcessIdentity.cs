using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PromoFunctions.Local.Azurite;

/// <summary>Tells a process from a later one that was given the same id.</summary>
internal static class ProcessIdentity
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    /// <summary>
    /// When the process began, in whatever form this system states it exactly; null when it is gone, or has ended and
    /// waits to be collected.
    /// </summary>
    internal static string? StartOf(int pid) => OperatingSystem.IsLinux() ? StartOnLinux(pid) : StartElsewhere(pid);

    internal static void Terminate(int pid) => Signal(pid, SigTerm);

    internal static void Kill(int pid) => Signal(pid, SigKill);

    /// <summary>
    /// proc(5): field 3 is the state, field 22 the start in clock ticks since boot. .NET's own StartTime adds the wall
    /// clock of the moment, which shifts when the clock is set.
    /// </summary>
    private static string? StartOnLinux(int pid)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));

            // Field 2 is the command in brackets and may itself hold brackets and spaces.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            bool ended = fields[0] is "Z" or "X" or "x";
            return ended ? null : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[19]}";
        }
        catch (IOException)
        {
            // No such process: the folder is missing, or goes while it is read (ESRCH).
            return null;
        }
    }

    private static string? StartElsewhere(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.HasExited
                ? null
                : process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static void Signal(int pid, int signal)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SendSignal(pid, signal); // Fails only for a process that is gone, which is what was asked for.
            return;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // Gone already.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
