using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <content>What the shop's staff and its clock do beside the orders: limits change, days are closed, what is left is asked for.</content>
internal sealed partial class History
{
    private readonly Dictionary<string, LimitsInForce> _limits = [];

    /// <summary>What a campaign's limits may have been.</summary>
    public LimitsInForce LimitsOf(string campaign) => _limits[campaign];

    /// <summary>As the catalogue saves: lower first, save by ETag, stamp.</summary>
    private async Task ChangeAsync(FaultyProcess process, Step.Change change)
    {
        var nonce = NewId("n");
        var inForce = _limits[change.Campaign];
        for (var tries = 0; tries < 5; tries++)
        {
            var row = await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(change.Campaign), CancellationToken.None)
                ?? throw new InvalidDataException("A campaign is gone.");
            var saved = CampaignRow.LimitsOf(row);
            inForce.Seen(saved, _clock.GetUtcNow());
            if (row.GetString(CampaignRow.Nonce) == nonce)
            {
                await process.Ledger.Lanes.Limits.StampAsync(change.Campaign, saved).WaitAsync(Patience, _clock);
                inForce.Stamped(saved.Revision, _clock.GetUtcNow());
                return;
            }

            var target = change.Of(saved);
            if (IsLower(saved.Units, target.Units) || IsLower(saved.Money, target.Money))
            {
                var lowering = inForce.Lower(target, _clock.GetUtcNow());
                try
                {
                    if (!(await process.Ledger.Lanes.Limits.LowerAsync(change.Campaign, saved, target, NewId("l"), CancellationToken.None).WaitAsync(Patience, _clock)).Stamped)
                    {
                        return;
                    }
                }
                finally
                {
                    lowering.End(_clock.GetUtcNow());
                }
            }

            if (change.SavedAfter is not { } pause)
            {
                return;
            }

            await Task.Delay(pause, _clock);

            Set(CampaignRow.Total, target.Units);
            Set(CampaignRow.Budget, target.Money);
            Set(CampaignRow.PerCustomer, target.PerCustomer);
            (row[CampaignRow.Revision], row[CampaignRow.Nonce]) = (target.Revision, nonce);
            inForce.Sending(target, _clock.GetUtcNow());
            await process.Tables.Catalog.TryReplaceAsync(row, row.ETag, CancellationToken.None);

            void Set(string name, object? value)
            {
                row.Remove(name);
                if (value is not null)
                {
                    row[name] = value;
                }
            }
        }
    }

    private static bool IsLower(long? saved, long? target) => target is not null && !(saved <= target);

    /// <summary>Closes the present day of a campaign, as every night.</summary>
    private async Task CloseAsync(FaultyProcess process, string campaign)
    {
        var day = FaultyProcess.Calendar.DayOf(_clock.GetUtcNow());
        var close = new CloseLane(process.Tables, process.Ledger);
        foreach (var lane in Script.Campaigns.Single(each => each.Id == campaign).Keys)
        {
            await close.ThroughAsync(lane, day, CancellationToken.None).WaitAsync(Patience, _clock);
        }
    }

    /// <summary>Asks what is left, as validation or as a claim does.</summary>
    private async Task<LimitsLeft> AskAsync(FaultyProcess process, Step.Ask ask)
    {
        var limits = await SavedAsync(process, ask.Campaign);
        return ask.Now
            ? await process.Ledger.LimitsNowAsync(ask.Campaign, limits, ask.Customer, CancellationToken.None).WaitAsync(Patience, _clock)
            : await process.Ledger.LimitsLeftAsync(ask.Campaign, limits, ask.Customer, CancellationToken.None).AsTask().WaitAsync(Patience, _clock);
    }

    /// <summary>A campaign's limits as last saved.</summary>
    public static async Task<LaneLimits> SavedAsync(FaultyProcess process, string campaign) =>
        CampaignRow.LimitsOf(await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(campaign), CancellationToken.None) ?? throw new InvalidDataException("A campaign is gone."));
}
