using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Kill;

/// <summary>Something that keeps an account of redemptions.</summary>
internal interface IAccount
{
    string Name { get; }

    /// <summary>Compares it with the answers.</summary>
    /// <returns>What it has, in words, and every disagreement, in words.</returns>
    Task<(string Counted, IReadOnlyList<string> Wrong)> CompareAsync(Aftermath aftermath);
}

/// <summary>What is there when the killing is over.</summary>
/// <param name="Orders">What was sent and answered.</param>
/// <param name="Rows">What the ledger wrote.</param>
/// <param name="Apps">The Apps, all up.</param>
/// <param name="From">Before the first order.</param>
/// <param name="To">After the last.</param>
internal sealed record Aftermath(Orders Orders, LedgerRows Rows, MortalApps Apps, DateTimeOffset From, DateTimeOffset To);
