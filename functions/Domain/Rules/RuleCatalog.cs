using System.Collections.Frozen;
using System.Reflection;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Rules;

/// <summary>The rules of one family, found once by reflection among the sealed records that derive from it.</summary>
/// <typeparam name="TRule">The family's abstract record.</typeparam>
internal static class RuleCatalog<TRule>
    where TRule : class
{
    private const int MaxKindLength = 64;

    private static readonly FrozenDictionary<string, Func<FieldReader, TRule?>> Readers = Find();

    private static readonly string Requirement =
        "must be one of " + string.Join(", ", Readers.Keys.Order(StringComparer.Ordinal)) + ".";

    /// <summary>Reads the rule that the object's <c>kind</c> names.</summary>
    internal static TRule? Read(FieldReader reader)
    {
        if (reader.Text("kind", MaxKindLength) is not { } kind)
        {
            return null;
        }

        if (!Readers.TryGetValue(kind, out var read))
        {
            reader.Refuse("kind", Requirement);
            return null;
        }

        var rule = read(reader);
        reader.RefuseUnknown();
        return reader.Failed ? null : rule;
    }

    private static FrozenDictionary<string, Func<FieldReader, TRule?>> Find()
    {
        var register = ((Func<(string, Func<FieldReader, TRule?>)>)Entry<NoRule>).Method.GetGenericMethodDefinition();
        return typeof(TRule).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(TRule)) && !type.IsAbstract)
            .Select(type => register.MakeGenericMethod(type).CreateDelegate<Func<(string Kind, Func<FieldReader, TRule?> Read)>>()())
            .ToFrozenDictionary(entry => entry.Kind, entry => entry.Read, StringComparer.Ordinal);
    }

    private static (string Kind, Func<FieldReader, TRule?> Read) Entry<T>()
        where T : class, IRule<T> => (T.RuleKind, reader => T.ReadMembers(reader) as TRule);

    // Only gives Entry a type to be named with.
    private sealed class NoRule : IRule<NoRule>
    {
        public static string RuleKind => "";

        public static NoRule? ReadMembers(FieldReader reader) => null;
    }
}
