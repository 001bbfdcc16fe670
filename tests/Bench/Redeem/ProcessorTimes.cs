using System.Diagnostics;

namespace PromoFunctions.Bench.Redeem;

/// <summary>The processor time of the processes that take part, by name.</summary>
internal sealed class ProcessorTimes(params (string Name, int Id)[] processes)
{
    /// <summary>What each has used so far.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Read() => processes.ToDictionary(
        process => process.Name,
        process =>
        {
            using var handle = Process.GetProcessById(process.Id);
            return handle.TotalProcessorTime;
        });
}
