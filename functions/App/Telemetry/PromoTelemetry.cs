using System.Diagnostics;
using System.Diagnostics.Metrics;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Telemetry;

/// <summary>
/// The spans and figures of the functions. None carries a code, an e-mail, a name or an id: tags are words of the API and of the policy.
/// They cost next to nothing while nobody listens.
/// </summary>
internal static class PromoTelemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "PromoFunctions";

    private static readonly Meter Instruments = new(Name);

    private static readonly Counter<long> RedemptionsMade = Instruments.CreateCounter<long>(
        "promofunctions.redemptions", "{redemption}", "Redemptions (state redeemed) and holds (held) that came to be.");

    private static readonly Counter<long> CodesRefused = Instruments.CreateCounter<long>(
        "promofunctions.refusals", "{code}", "Codes refused, by reason and by what was asked (operation).");

    private static readonly Counter<long> ClaimsDecided = Instruments.CreateCounter<long>(
        "promofunctions.claims.decided", "{claim}", "Decisions on claims, by rule, outcome and kind.");

    private static readonly Gauge<long> ReportDifference = Instruments.CreateGauge<long>(
        "promofunctions.report.difference", "{figure}", "Figures of the last report of that kind that the ledger does not confirm; 0 when the books are right.");

    /// <summary>Where spans come from.</summary>
    public static ActivitySource Spans { get; } = new(Name);

    /// <summary>A redemption came to be: <c>redeemed</c> or <c>held</c>.</summary>
    public static void Redemption(string state) => RedemptionsMade.Add(1, new KeyValuePair<string, object?>("state", state));

    /// <summary>Codes were refused.</summary>
    /// <param name="operation"><c>validate</c> or <c>redeem</c>.</param>
    /// <param name="rejected">Each with all its reasons, which all count.</param>
    public static void Refused(string operation, IReadOnlyList<RejectedCode> rejected)
    {
        if (!CodesRefused.Enabled)
        {
            return;
        }

        foreach (var reason in rejected.SelectMany(code => code.Reasons))
        {
            CodesRefused.Add(1, new("reason", reason.Code), new("operation", operation));
        }
    }

    /// <summary>A claim was decided, by the policy or by a person.</summary>
    public static void Decided(ClaimRecord claim)
    {
        if (ClaimsDecided.Enabled && claim.State.Decision is { } decision)
        {
            ClaimsDecided.Add(
                1,
                new("rule", decision.Rule),
                new("outcome", Vocabulary<ClaimStatus>.Words[claim.State.Status]),
                new("kind", claim.Kind is { } kind ? Vocabulary<ClaimKind>.Words[kind] : "unknown"));
        }
    }

    /// <summary>A report was computed.</summary>
    /// <param name="kind"><c>daily</c>, <c>weekly</c> or <c>monthly</c>.</param>
    /// <param name="difference">Figures that differ.</param>
    public static void Reported(string kind, long difference) => ReportDifference.Record(difference, new KeyValuePair<string, object?>("kind", kind));
}
