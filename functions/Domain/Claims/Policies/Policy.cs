using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>
/// The desk's written policy as data: thresholds and rules, of which the first that matches decides. Valid once read: it
/// names known facts only, each rule can be reached, and the last one matches everything.
/// </summary>
public sealed class Policy
{
    /// <summary>The most rules.</summary>
    public const int MaxRules = 100;

    /// <summary>The most characters of <see cref="ToText"/>: it is kept in one row.</summary>
    public const int MaxLength = 400_000;

    // Never shown in HTML: a name in any script stays as short as it was sent.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Policy(PolicyThresholds thresholds, IReadOnlyList<PolicyRule> rules)
    {
        Thresholds = thresholds;
        Rules = rules;
    }

    /// <summary>What rules refer to by name.</summary>
    public PolicyThresholds Thresholds { get; }

    /// <summary>In the order in which they are tried.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Reads a policy; what is wrong is reported with its place.</summary>
    public static Policy? Read(FieldReader reader) => ReadAndCheck(reader, PolicyReach.Unreachable);

    /// <summary>Reads a policy that was accepted before: looking once more for rules that cannot be reached would cost time, and change nothing.</summary>
    public static Policy? ReadAccepted(FieldReader reader) => ReadAndCheck(reader, (_, _) => []);

    private static Policy? ReadAndCheck(FieldReader reader, Func<IReadOnlyList<PolicyRule>, PolicyThresholds, IEnumerable<int>> unreachable)
    {
        var thresholds = reader.Object("thresholds", PolicyThresholds.Read);
        var rules = reader.Objects("rules", MaxRules, PolicyRule.Read, minItems: 1);
        reader.RefuseUnknown();
        if (thresholds is null || rules is null || reader.Failed)
        {
            return null;
        }

        RefuseRepeatedNames(reader, rules);
        RefuseUnknownGifts(reader, rules, thresholds);
        if (!rules[^1].IsDefault)
        {
            reader.Refuse("rules", rules.Count - 1, "must match every claim, because it is the last: no kinds, no conditions, no refund.");
        }

        foreach (var index in unreachable(rules, thresholds))
        {
            reader.Refuse("rules", index, "can never be reached: its conditions contradict each other, or the rules before it take every claim that it would.");
        }

        var policy = new Policy(thresholds, rules);
        if (!reader.Failed && policy.ToText().Length > MaxLength)
        {
            reader.Refuse($"must have at most {MaxLength} characters when written without spaces.");
        }

        return reader.Failed ? null : policy;
    }

    /// <summary>The first rule that matches.</summary>
    public PolicyRule Match(ClaimFacts facts) => Rules.First(rule => rule.Matches(facts, Thresholds));

    /// <summary>Writes the policy as <see cref="Read"/> takes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("thresholds");
        Thresholds.Write(writer);
        writer.WriteStartArray("rules");
        foreach (var rule in Rules)
        {
            rule.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The policy as JSON without spaces: one form for all spellings of the same policy.</summary>
    public string ToText()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            Write(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void RefuseUnknownGifts(FieldReader reader, IReadOnlyList<PolicyRule> rules, PolicyThresholds thresholds)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            foreach (var kind in rules[i].Remedies.Where(remedy => thresholds.GiftOf(remedy) is null).Select(remedy => remedy.GivesCode()).OfType<CodeGiftKind>())
            {
                var name = Vocabulary<CodeGiftKind>.Words[kind];
                reader.Refuse("rules", i, $"gives a code, so the thresholds must have {name}Percent and {name}Days.");
            }
        }
    }

    private static void RefuseRepeatedNames(FieldReader reader, IReadOnlyList<PolicyRule> rules)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < rules.Count; i++)
        {
            if (!names.Add(rules[i].Name))
            {
                reader.Refuse("rules", i, "must have a name that no other rule has.");
            }
        }
    }
}

/// <summary>A policy that is or was in force.</summary>
/// <param name="Version">From 1; a change is a new version, and the old ones stay.</param>
/// <param name="From">When it came into force.</param>
/// <param name="Policy">What it says.</param>
public sealed record PolicyVersion(int Version, DateTimeOffset From, Policy Policy)
{
    /// <summary>The version without what it says.</summary>
    public PolicyStamp Stamp => new(Version, From);
}
