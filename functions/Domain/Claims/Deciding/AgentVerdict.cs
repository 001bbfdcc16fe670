using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>A person's decision as it was sent.</summary>
/// <param name="Outcome">Approved or denied.</param>
/// <param name="Amount">What is to be paid, in minor units of the claim's currency; 0 when nothing is.</param>
/// <param name="Agent">Who decides.</param>
/// <param name="Rationale">Why. Free text.</param>
/// <param name="OverrideLimits">Whether it is to be paid also where a limit has no room, or there is nothing to book it on.</param>
public sealed record AgentVerdict(ClaimOutcome Outcome, long Amount, string Agent, string Rationale, bool OverrideLimits)
{
    /// <summary>The most characters of a rationale.</summary>
    public const int MaxRationaleLength = 4_000;

    /// <summary>The same for the same content.</summary>
    public string ContentHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Outcome}|{Amount}|{OverrideLimits}|{Agent.Length}|{Agent}|{Rationale}"))).AsSpan(0, 16));

    /// <summary>Reads a verdict.</summary>
    public static AgentVerdict? Read(FieldReader reader)
    {
        var outcome = reader.ChoiceAmong("outcome", ClaimOutcome.Approved, ClaimOutcome.Denied);
        var amount = reader.OptionalWhole("amount", 0, Amounts.Max);
        var agent = reader.Text("agent", Contact.MaxNameLength);
        var rationale = reader.Prose("rationale", MaxRationaleLength);
        var overrideLimits = reader.OptionalFlag("overrideLimits") ?? false;
        reader.RefuseUnknown();
        if (outcome == ClaimOutcome.Denied && amount > 0)
        {
            reader.Refuse("amount", "must be 0 or left out when the claim is denied.");
        }

        return !reader.Failed && outcome is { } decided && agent is not null && rationale is not null
            ? new AgentVerdict(decided, amount ?? 0, agent, rationale, overrideLimits)
            : null;
    }

    /// <summary>The ruling on an escalated claim.</summary>
    /// <param name="escalated">What the policy decided, by which facts.</param>
    /// <param name="now">When the person decides.</param>
    public AgentRuling On(Decision escalated, DateTimeOffset now) => new(
        escalated with
        {
            Outcome = Outcome,
            Amount = Amount,
            Rationale = [Rationale],
            DecidedBy = AgentRuling.ActorPrefix + Agent,
            DecidedAt = now,
        },
        ContentHash,
        OverrideLimits);
}
