using System.Text.RegularExpressions;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Bugs that are made on the way to the storage, so that the code under test needs no switch for them.</summary>
internal static partial class PlantedBugs
{
    /// <summary>A transaction whose head is written whatever it has become.</summary>
    public static string WithoutCondition(string transaction) => HeadCondition().Replace(transaction, "If-Match: *", 1);

    [GeneratedRegex("If-Match: W/[^\r\n]+", RegexOptions.IgnoreCase)]
    private static partial Regex HeadCondition();
}
