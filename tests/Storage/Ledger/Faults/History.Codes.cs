using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <content>Codes that work once: read before they are redeemed, and set aside and taken back meanwhile.</content>
internal sealed partial class History
{
    private readonly ConcurrentQueue<PausedCode> _paused = new();

    /// <summary>When codes were set aside.</summary>
    public IReadOnlyCollection<PausedCode> Paused => _paused;

    /// <summary>The intent with its codes as they stand; null while one of them is set aside.</summary>
    private static async Task<RedemptionIntent?> AsReadAsync(FaultyProcess process, RedemptionIntent intent)
    {
        var parts = intent.Parts.ToBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Stamp is not null)
            {
                var code = PromoCode.Parse(parts[i].Code);
                var read = CodeRow.Read(await process.Tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, CancellationToken.None) ?? throw new InvalidDataException("A code is gone."));
                if (read.Status != CodeStatus.Active)
                {
                    return null;
                }

                parts[i] = parts[i] with { Stamp = read.Stamp, Origin = CodeOrigin.Of(read) };
            }
        }

        return intent with { Parts = parts.ToImmutable() };
    }

    /// <summary>Sets a code aside for a while.</summary>
    private async Task PauseAsync(FaultyProcess process, Step.Pause pause)
    {
        var paused = new PausedCode(pause.Code, _clock.GetUtcNow());
        _paused.Enqueue(paused);
        await SetStatusAsync(process, pause.Code, CodeStatus.Paused).WaitAsync(Patience, _clock);
        paused.From = _clock.GetUtcNow();
        await Task.Delay(pause.Span, _clock);
        paused.To = _clock.GetUtcNow();
        await SetStatusAsync(process, pause.Code, CodeStatus.Active).WaitAsync(Patience, _clock);
        paused.Ended = _clock.GetUtcNow();
    }

    /// <summary>As the shop's staff does.</summary>
    public Task SetStatusAsync(FaultyProcess process, PromoCode code, CodeStatus status)
    {
        var catalog = new TableCampaignCatalog(process.Tables, process.Ledger, _clock, NullLogger<TableCampaignCatalog>.Instance);
        return new TableCodeStore(process.Tables, process.Ledger, catalog, _clock).SetStatusAsync(code, status, CancellationToken.None);
    }
}

/// <summary>A code that was set aside, as whoever did it knows.</summary>
/// <param name="Code">Which one.</param>
/// <param name="Asked">When he began.</param>
internal sealed record PausedCode(PromoCode Code, DateTimeOffset Asked)
{
    /// <summary>When he was answered that it is set aside; null when he was not.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>When he began to take it back.</summary>
    public DateTimeOffset? To { get; set; }

    /// <summary>When he was answered that it works again; null when he was not: then it may come at any time.</summary>
    public DateTimeOffset? Ended { get; set; }
}
