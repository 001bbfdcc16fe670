using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Claims;
using PromoFunctions.App.Customers;
using PromoFunctions.Storage.Attempts;
using PromoFunctions.Storage.Guessing;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Mailing;

namespace PromoFunctions.App.Sweeps;

/// <summary>Every minute: what has expired is marked, and what a dead process left is finished.</summary>
public sealed class SweepExpirationsFunction(
    LedgerSweep ledger,
    EndExpiredCampaigns campaigns,
    GuessSweep guesses,
    MailSweep mails,
    DeliverClaim claims,
    AttemptSweep attempts,
    EraseCustomer erasures)
{
    /// <summary>Runs it.</summary>
    [Function("SweepExpirations")]
    public async Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await ledger.RunAsync(cancellationToken).ConfigureAwait(false);
        await campaigns.RunAsync(cancellationToken).ConfigureAwait(false);
        await guesses.RunAsync(cancellationToken).ConfigureAwait(false);
        await mails.RunAsync(cancellationToken).ConfigureAwait(false);
        await claims.SweepAsync(cancellationToken).ConfigureAwait(false);
        await attempts.RunAsync(cancellationToken).ConfigureAwait(false);
        await erasures.SweepAsync(cancellationToken).ConfigureAwait(false);
    }
}
