using System.Diagnostics;
using System.Globalization;

namespace PromoFunctions.Bench.Faults;

/// <summary>Storage, the queues or the disk go wrong.</summary>
internal static class StorageFaults
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(8);

    /// <summary>Azurite saves every five seconds; what it takes with it when it is killed sooner is no loss of the functions'.</summary>
    private static readonly TimeSpan s_saved = TimeSpan.FromSeconds(7);

    public static IEnumerable<Fault> Of(FaultStage stage, SmallDisk disk)
    {
        yield return new("Storage killed, and started again", s_time, stage.Addresses, Fault.Clear, async () =>
        {
            await SavedAsync(stage);
            await SignalAsync("-KILL", stage.AzuriteId);
            return async () =>
            {
                await stage.JoinAsync(disk.Folder);
                return "";
            };
        });
        yield return new("Storage silent (stopped, and continued)", TimeSpan.FromSeconds(15), stage.Addresses, Fault.Clear, async () =>
        {
            await SignalAsync("-STOP", stage.AzuriteId);
            return async () =>
            {
                await SignalAsync("-CONT", stage.AzuriteId);
                return "";
            };
        });
        foreach (var (name, passage) in new[]
        {
            (string.Create(CultureInfo.InvariantCulture, $"Storage slow (each request {StorageProxy.Delay.TotalMilliseconds:F0} ms more)"), Passage.Slow),
            ("Storage throttles (503 ServerBusy)", Passage.Busy),
            ("Storage hangs up", Passage.Shut),
        })
        {
            yield return Behind(name, stage, stage.Storage, passage);
        }

        yield return Behind("Queues gone, storage there", stage, stage.Queues, Passage.Shut);
        if (disk.IsSmall)
        {
            yield return new("Disk of the data folder full", TimeSpan.FromSeconds(12), stage.Addresses, Fault.Clear, () =>
            {
                disk.Fill();
                return Task.FromResult<Func<Task<string>>>(async () =>
                {
                    // Azurite has answered from memory all the while. That all of it is on the disk now shows when memory is gone.
                    disk.Free();
                    await SavedAsync(stage);
                    await SignalAsync("-KILL", stage.AzuriteId);
                    await stage.JoinAsync(disk.Folder);
                    return "";
                });
            });
        }
    }

    private static Fault Behind(string name, FaultStage stage, StorageProxy? proxy, Passage passage) => new(name, s_time, [stage.Addresses[^1]], Fault.Clear, () =>
    {
        Set(passage);
        return Task.FromResult<Func<Task<string>>>(() =>
        {
            Set(Passage.Open);
            return Task.FromResult("");
        });

        void Set(Passage now) => (proxy ?? throw new InvalidOperationException("The stage has no proxies.")).Passage = now;
    });

    private static async Task SavedAsync(FaultStage stage)
    {
        await stage.MailedAsync();
        await Task.Delay(s_saved);
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
