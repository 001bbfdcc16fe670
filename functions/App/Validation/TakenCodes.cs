using System.Collections.Concurrent;

namespace PromoFunctions.App.Validation;

/// <summary>
/// Whether redemptions have the codes that they took, for answers that do not bind: at most 5 seconds old, as API.md allows, and told of what
/// this process itself gives back.
/// </summary>
public sealed class TakenCodes(TimeProvider clock)
{
    /// <summary>A little less than 5 seconds, for the answer's own time.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(4.5);

    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, (bool Used, long AsOf)> _known = new(StringComparer.Ordinal);

    /// <summary>Whether the redemption has its codes; null when that must be asked.</summary>
    public bool? Find(string redemptionId) => _known.TryGetValue(redemptionId, out var known) && clock.GetElapsedTime(known.AsOf) < MostAge ? known.Used : null;

    /// <summary>Keeps an answer.</summary>
    /// <param name="redemptionId">Of a decided redemption.</param>
    /// <param name="used">Whether it has its codes.</param>
    /// <param name="asked">The clock's timestamp from before it was asked.</param>
    public void Keep(string redemptionId, bool used, long asked)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[redemptionId] = (used, asked);
    }

    /// <summary>The redemption gave back, or may have given back, what it took.</summary>
    public void Forget(string redemptionId) => _known.TryRemove(redemptionId, out _);

    /// <summary>The clock's timestamp, for <see cref="Keep"/>.</summary>
    public long Now => clock.GetTimestamp();
}
