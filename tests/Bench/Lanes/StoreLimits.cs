namespace PromoFunctions.Bench.Lanes;

/// <summary>What the simulation takes for granted about storage and about the ledger's requests.</summary>
internal sealed record StoreLimits
{
    /// <summary>Entities a second of one partition (Azure's published target for entities of 1 KiB).</summary>
    public int EntitiesASecond { get; init; } = 2_000;

    /// <summary>Requests a second of the account (Azure's published target); a transaction is one.</summary>
    public int RequestsASecond { get; init; } = 20_000;

    /// <summary>Milliseconds from a request to its answer when nothing waits: assumed for a Function beside its account.</summary>
    public double RequestMs { get; init; } = 8;

    /// <summary>Milliseconds more for each entity of a transaction: assumed.</summary>
    public double EntityMs { get; init; } = 0.2;

    /// <summary>Requests for each redemption after its answer: the order's decision.</summary>
    public int AfterRedemption { get; init; } = 1;

    /// <summary>Requests for each transaction after its answers: the journal's row.</summary>
    public int AfterTransaction { get; init; } = 1;
}

/// <summary>Who redeems what.</summary>
/// <param name="Campaigns">Orders are spread over them evenly.</param>
/// <param name="Lanes">Of each campaign.</param>
/// <param name="Instances">Processes; orders are spread over them at random.</param>
/// <param name="Callers">Orders under way at any time, over all instances: the next is sent when one is answered.</param>
/// <param name="Skew">Zipf exponent of orders over <see cref="Customers"/>: the n-th customer orders n^−skew as often as the first.</param>
internal sealed record Demand(int Campaigns, int Lanes, int Instances, int Callers = 1_024, double Skew = 0.8)
{
    /// <summary>How many customers there are.</summary>
    public const int Customers = 100_000;
}

/// <summary>What a simulated run came to.</summary>
/// <param name="PerSecond">Redemptions answered a second.</param>
/// <param name="PerTransaction">Redemptions that shared a transaction, on average.</param>
/// <param name="Conflicts">Transactions refused because another instance had moved the head, for each that was not.</param>
/// <param name="Requests">Share of the account's requests that were used.</param>
/// <param name="P99">Milliseconds to the answer.</param>
internal sealed record Carried(double PerSecond, double PerTransaction, double Conflicts, double Requests, double P99);
