using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Storage.Catalog;

/// <content>What is known while storage does not answer.</content>
public sealed partial class TableCampaignCatalog
{
    /// <summary>How long a request waits for a reading of what is known already, and how long a failed one tells that storage is away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether the last reading failed a moment ago, or has not answered for a while, and what is known is too old. Starts a reading when none is under way.</summary>
    internal bool IsSilent
    {
        get
        {
            if (Age() is var age && (age <= MostAge || age == TimeSpan.MaxValue))
            {
                return false;
            }

            StartReading(notBefore: null);
            return IsSilentNow();
        }
    }

    /// <summary>The last view, however old; null before the first.</summary>
    internal LastKnown<CatalogView>? LastKnown
    {
        get
        {
            lock (_gate)
            {
                return _known is { } known ? new(known.State.View, clock.GetUtcNow() - clock.GetElapsedTime(known.AsOf)) : null;
            }
        }
    }

    private bool IsSilentNow()
    {
        lock (_gate)
        {
            return (_failedAt is { } failed && clock.GetElapsedTime(failed) < Patience)
                || (_underWay is { } running && !running.Reading.IsCompleted && clock.GetElapsedTime(running.AsOf) >= Patience);
        }
    }
}
