using Microsoft.Extensions.Logging;
using PromoFunctions.App.Notices;
using PromoFunctions.App.Work;
using PromoFunctions.Storage.Codes.Ends;

namespace PromoFunctions.App.Sweeps;

/// <summary>Counts the codes whose own end has come and those that were taken back, and tells customers of those that end soon.</summary>
public sealed class EndCodes(CodeEndSweep sweep, TableWithdrawnGifts gifts, SendNotices notices, ILogger<EndCodes> logger)
{
    /// <summary>Works off what is due. Safe beside itself; broken off, the next run goes on.</summary>
    public async Task RunAsync(WorkSteps steps, CancellationToken cancellationToken)
    {
        await steps.AtAsync("codes", 0, cancellationToken).ConfigureAwait(false);
        var (looked, expired) = await sweep.RunAsync((done, token) => steps.AtAsync("codes", done, token), cancellationToken).ConfigureAwait(false);
        await gifts.SweepAsync(cancellationToken).ConfigureAwait(false);
        await steps.AtAsync("notices", 0, cancellationToken).ConfigureAwait(false);
        var told = await notices.RunAsync(cancellationToken).ConfigureAwait(false);
        if (looked > 0 || told > 0)
        {
            Log.CodesEnded(logger, looked, expired, told);
        }
    }
}
