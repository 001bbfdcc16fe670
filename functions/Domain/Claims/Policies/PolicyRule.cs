using System.Text.Json;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>One rule: which claims it is for, all that must hold, what then is decided, given and said.</summary>
/// <param name="Name">Kebab-case; unique in its policy.</param>
/// <param name="Kinds">The kinds it is for; all of them when the policy names none.</param>
/// <param name="Conditions">All must be met; none means that it matches always.</param>
/// <param name="Outcome">What is decided.</param>
/// <param name="Remedies">What is given.</param>
/// <param name="Reply">What the customer is told.</param>
public sealed record PolicyRule(
    string Name,
    IReadOnlyList<ClaimKind> Kinds,
    IReadOnlyList<PolicyCondition> Conditions,
    ClaimOutcome Outcome,
    IReadOnlyList<PolicyRemedy> Remedies,
    ReplyReason Reply)
{
    /// <summary>The most conditions of a rule.</summary>
    public const int MaxConditions = 20;

    private const int MaxNameLength = 64;
    private static readonly ClaimKind[] AllKinds = Enum.GetValues<ClaimKind>();

    /// <summary>The rule's own conditions and those of its remedies.</summary>
    internal IReadOnlyList<PolicyCondition> AllConditions { get; } = [.. Conditions, .. Remedies.SelectMany(remedy => remedy.Needs())];

    /// <summary>Whether it matches every claim of every kind.</summary>
    internal bool IsDefault => AllConditions.Count == 0 && Kinds.Count == AllKinds.Length;

    /// <summary>Whether the rule is for the claim and all that must hold does.</summary>
    /// <remarks>
    /// Where the policy has no threshold in the claim's currency, a condition counts as met for an escalation and as not
    /// met for everything else: in doubt a person decides.
    /// </remarks>
    public bool Matches(ClaimFacts facts, PolicyThresholds thresholds) =>
        Kinds.Contains(facts.Kind)
        && AllConditions.All(condition => condition.IsMet(facts, thresholds, inDoubt: Outcome == ClaimOutcome.Escalated));

    internal static PolicyRule? Read(FieldReader reader)
    {
        var name = reader.Text("rule", MaxNameLength);
        if (name is not null && !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            reader.Refuse("rule", "must have small letters, digits and hyphens only.");
        }

        var kinds = reader.OptionalChoices<ClaimKind>("kinds", AllKinds.Length, minItems: 1);
        var conditions = reader.OptionalObjects("all", MaxConditions, PolicyCondition.Read) ?? [];
        var outcome = reader.Choice<ClaimOutcome>("outcome");
        var remedies = reader.OptionalChoices<PolicyRemedy>("remedies", 10) ?? [];
        var reply = reader.Choice<ReplyReason>("reply");
        reader.RefuseUnknown();
        if (outcome is { } decided && !reader.Failed && PolicyRemedies.Problem(remedies, decided) is { } problem)
        {
            reader.Refuse("remedies", problem);
        }

        if (reply is { } answer && !reader.Failed && PolicyRemedies.Problem(remedies, answer) is { } mismatch)
        {
            reader.Refuse("reply", mismatch);
        }

        return !reader.Failed && name is not null && outcome is { } known && reply is { } reason
            ? new PolicyRule(name, kinds is null ? AllKinds : [.. kinds.Distinct()], conditions, known, remedies, reason)
            : null;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("rule", Name);
        if (Kinds.Count < AllKinds.Length)
        {
            WriteWords(writer, "kinds", Kinds);
        }

        writer.WriteStartArray("all");
        foreach (var condition in Conditions)
        {
            condition.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteString("outcome", Vocabulary<ClaimOutcome>.Words[Outcome]);
        WriteWords(writer, "remedies", Remedies);
        writer.WriteString("reply", Vocabulary<ReplyReason>.Words[Reply]);
        writer.WriteEndObject();
    }

    private static void WriteWords<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> values)
        where T : struct, Enum
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(Vocabulary<T>.Words[value]);
        }

        writer.WriteEndArray();
    }
}
