using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Rules;

/// <summary>
/// What every rule says about itself, so that <see cref="RuleCatalog{TRule}"/> finds it: a new rule is a new file, and
/// nothing else changes.
/// </summary>
/// <typeparam name="TSelf">The rule.</typeparam>
public interface IRule<TSelf>
    where TSelf : class, IRule<TSelf>
{
    /// <summary>Its <c>kind</c> in JSON: kebab-case, unique among its family.</summary>
    static abstract string RuleKind { get; }

    /// <summary>Reads the members beside <c>kind</c>; null when one is wrong. The catalogue refuses unknown members.</summary>
    static abstract TSelf? ReadMembers(FieldReader reader);
}
