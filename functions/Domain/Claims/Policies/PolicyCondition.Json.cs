using System.Text.Json;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Policies;

// { "fact": "amount", "atMost": "minorAmount" }: a fact and exactly one test of it.
public sealed partial record PolicyCondition
{
    private const int MaxNameLength = 64;
    private const int MaxWords = 50;

    private static readonly (FactTest Test, string Name)[] Comparisons =
    [
        (FactTest.Equals, "equals"), (FactTest.AtLeast, "atLeast"), (FactTest.AtMost, "atMost"), (FactTest.Above, "above"),
    ];

    internal static PolicyCondition? Read(FieldReader reader)
    {
        var name = reader.Text("fact", MaxNameLength);
        var fact = name is null ? null : PolicyFacts.Find(name);
        if (name is not null && fact is null)
        {
            reader.Refuse("fact", $"is not known; known are {PolicyFacts.Known}.");
        }

        var tests = new List<(string Name, PolicyCondition? Condition)>();
        if (reader.Has("is"))
        {
            tests.Add(("is", reader.OptionalFlag("is") is { } flag && fact is not null ? new PolicyCondition(fact, FactTest.Is) { Flag = flag } : null));
        }

        foreach (var (test, member) in Comparisons)
        {
            if (reader.Has(member))
            {
                tests.Add((member, ReadNumber(reader, member, fact) is { } number && fact is not null ? new PolicyCondition(fact, test) { Number = number } : null));
            }
        }

        if (reader.Has("anyOf"))
        {
            tests.Add(("anyOf", ReadWords(reader, fact) is { } words && fact is not null ? new PolicyCondition(fact, FactTest.AnyOf) { Words = words } : null));
        }

        reader.RefuseUnknown();
        if (tests.Count != 1)
        {
            reader.Refuse("must have exactly one of is, equals, atLeast, atMost, above, anyOf.");
        }

        return reader.Failed ? null : tests[0].Condition;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("fact", Fact.Name);
        if (Flag is { } flag)
        {
            writer.WriteBoolean("is", flag);
        }
        else if (Number is not null)
        {
            Number.Write(writer, Comparisons.Single(comparison => comparison.Test == Test).Name);
        }
        else
        {
            writer.WriteStartArray("anyOf");
            foreach (var word in Words)
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static PolicyNumber? ReadNumber(FieldReader reader, string member, PolicyFact? fact)
    {
        var (number, threshold) = reader.OptionalNumberOrName(member, 0, Amounts.Max, maxDecimals: 6, MaxNameLength);
        if (fact is null || (number is null && threshold is null))
        {
            return null;
        }

        if (fact.Type is FactType.Flag or FactType.Words)
        {
            reader.Refuse(member, $"cannot be asked of {fact.Name}, which is no number.");
            return null;
        }

        if (threshold is not null)
        {
            return ReadThreshold(reader, member, fact, threshold);
        }

        if (fact.Type == FactType.Money && number > 1)
        {
            // 2500 is 25.00 in EUR and 2,500 in JPY.
            reader.Refuse(member, "must name a threshold, because an amount is different in each currency; only 0 and 1 may be written out.");
            return null;
        }

        return new PolicyNumber(number ?? 0);
    }

    private static PolicyNumber? ReadThreshold(FieldReader reader, string member, PolicyFact fact, string threshold)
    {
        if (PolicyThresholds.TypeOf(threshold) is not { } type)
        {
            reader.Refuse(member, $"names no threshold; known are {PolicyThresholds.Known}.");
            return null;
        }

        if (type != fact.Type)
        {
            reader.Refuse(member, $"must name a threshold that counts what {fact.Name} counts.");
            return null;
        }

        return new PolicyNumber(threshold);
    }

    private static IReadOnlyList<string>? ReadWords(FieldReader reader, PolicyFact? fact)
    {
        if (fact is not null && fact.Type != FactType.Words)
        {
            reader.Refuse("anyOf", $"cannot be asked of {fact.Name}, which is no list of words.");
            return null;
        }

        return reader.OptionalTexts("anyOf", MaxWords, MaxNameLength, minItems: 1);
    }
}
