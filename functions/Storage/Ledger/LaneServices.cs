using System.Security.Cryptography;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What the lanes of a process share.</summary>
internal sealed class LaneServices(PromoTables tables, TimeProvider clock, BusinessCalendar calendar, Outbox outbox, GatherRoom rooms, Action<LaneKey> resolvePending)
{
    public PromoTables Tables => tables;

    /// <summary>The storage's time.</summary>
    public TimeProvider Clock => clock;

    public BusinessCalendar Calendar => calendar;

    public Outbox Outbox => outbox;

    public OrderBook Orders { get; } = new(tables);

    /// <summary>What lanes have booked.</summary>
    public OutboxRows Booked { get; } = new(tables);

    /// <summary>What moves room between lanes.</summary>
    public GatherRoom Rooms => rooms;

    /// <summary>Starts a look at the undecided orders of a lane, unless one is under way.</summary>
    public Action<LaneKey> ResolvePending => resolvePending;

    /// <summary>A campaign's limits as last saved.</summary>
    /// <exception cref="InvalidOperationException">The campaign does not exist.</exception>
    public async Task<LaneLimits> LimitsAsync(LaneKey lane, CancellationToken cancellationToken) =>
        await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(lane.CampaignId), cancellationToken).ConfigureAwait(false) is { } row
            ? CampaignRow.LimitsOf(row)
            : throw new InvalidOperationException("A lane was asked for a campaign that does not exist.");

    /// <summary>Whether a head's limits were lowered for a save that should have come long since.</summary>
    public bool Lapsed(LaneHead head) => head.LoweredAt is { } at && clock.GetUtcNow() - at > Attempt.OwnerAlone;

    /// <summary>A campaign's limits as last saved, with the campaign's row moved on: a save that rests on an older reading fails and looks anew.</summary>
    public async Task<LaneLimits> FenceLimitsAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(lane.CampaignId), cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("A lane was asked for a campaign that does not exist.");
            if (await tables.Catalog.TryReplaceAsync(row, row.ETag, cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return CampaignRow.LimitsOf(row);
            }
        }
    }

    /// <summary>An id that no other transaction has: 64 random bits.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>A random number of milliseconds below <paramref name="most"/>.</summary>
    public static int Jitter(int most) => RandomNumberGenerator.GetInt32(most);
}
