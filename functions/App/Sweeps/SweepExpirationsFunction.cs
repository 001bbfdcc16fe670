using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Claims;
using PromoFunctions.App.Customers;
using PromoFunctions.App.Work;
using PromoFunctions.Storage.Attempts;
using PromoFunctions.Storage.Guessing;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Mailing;

namespace PromoFunctions.App.Sweeps;

/// <summary>Every minute: what has expired is marked, and what a dead process left is finished.</summary>
public sealed class SweepExpirationsFunction(
    TrackWork track,
    LedgerSweep ledger,
    EndExpiredCampaigns campaigns,
    EndCodes codes,
    GuessSweep guesses,
    MailSweep mails,
    DeliverClaim claims,
    AttemptSweep attempts,
    EraseCustomer erasures)
{
    private const string Name = "SweepExpirations";

    /// <summary>Runs it.</summary>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        track.RunAsync(Name, SweepAsync, cancellationToken);

    /// <summary>Every part gets its turn, though one before it fails: what fails is tried again by the next run.</summary>
    private async Task SweepAsync(WorkSteps steps, CancellationToken cancellationToken)
    {
        (string Step, Func<CancellationToken, Task> Run)[] parts =
        [
            ("ledger", ledger.RunAsync),
            ("campaigns", campaigns.RunAsync),
            ("codes", token => codes.RunAsync(steps, token)),
            ("guesses", guesses.RunAsync),
            ("mails", mails.RunAsync),
            ("claims", claims.SweepAsync),
            ("attempts", attempts.RunAsync),
            ("erasures", erasures.SweepAsync),
        ];
        var failures = new List<Exception>();
        foreach (var (step, run) in parts)
        {
            try
            {
                await steps.AtAsync(step, 0, cancellationToken).ConfigureAwait(false);
                await run(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Some of what is due could not be done; it is tried again.", failures);
        }
    }
}
