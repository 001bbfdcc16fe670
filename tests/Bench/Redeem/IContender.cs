using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Redeem;

/// <summary>One way to redeem a code on the run's Azurite.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>Makes a campaign.</summary>
    Task GivenAsync(string campaign, long total);

    /// <summary>Begins a round of redemptions of that campaign.</summary>
    Task<IRound> BeginAsync(string campaign);

    /// <summary>The redemptions that stand in the tables, counted by every account of them.</summary>
    /// <exception cref="InvalidDataException">Two accounts differ.</exception>
    Task<long> CountAsync(string campaign);
}

/// <summary>A round of redemptions.</summary>
internal interface IRound : IAsyncDisposable
{
    /// <summary>Redeems for an order, as one of <see cref="Callers"/>.</summary>
    Task<Told> RedeemAsync(int caller, string order, string customer);

    /// <summary>Ends the round: returns once whatever follows an answer is stored as well.</summary>
    /// <param name="standing">The redemptions that the campaign should then have.</param>
    Task DrainAsync(long standing);
}
