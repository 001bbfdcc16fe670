namespace PromoFunctions.Bench.Running;

/// <summary>What else the machine does, for whoever reads a figure later.</summary>
internal static class MachineLoad
{
    /// <summary>The load average of the last minute and the number of cores, where the system tells.</summary>
    public static string Now => File.Exists("/proc/loadavg")
        ? $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} on {Environment.ProcessorCount} cores"
        : $"{Environment.ProcessorCount} cores";
}
