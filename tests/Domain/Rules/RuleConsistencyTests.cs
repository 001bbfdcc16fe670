using System.Reflection;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Tests.Rules;

/// <summary>Finds every rule and holds it to the house rules; a new rule needs nothing here.</summary>
public sealed class RuleConsistencyTests
{
    public static TheoryData<Type> Rules => [.. RulesOf(typeof(Discount)).Concat(RulesOf(typeof(Condition)))];

    [Fact]
    public void Rules_OfTheContract_AreAllThere()
    {
        Assert.Equal(
            ["amount-off", "amount-off-each", "buy-get", "fixed-price-each", "free-shipping", "percent-off", "spend-tiers"],
            RulesOf(typeof(Discount)).Select(KindOf).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["channel", "customer-tag", "minimum-quantity", "minimum-subtotal", "new-customer", "region", "returning-customer", "weekly-hours"],
            RulesOf(typeof(Condition)).Select(KindOf).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_Always_IsASealedRecordWithAKebabCaseKindAndNoStateToSet(Type rule)
    {
        Assert.True(rule.IsSealed);
        Assert.NotNull(rule.GetMethod("<Clone>$"));
        Assert.Matches("^[a-z]+(-[a-z]+)*$", KindOf(rule));
        Assert.Contains(rule.GetInterfaces(), type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IRule<>));
        Assert.All(
            rule.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            field => Assert.True(field.IsInitOnly, $"{rule.Name}.{field.Name} can change"));
    }

    [Fact]
    public void Kinds_WithinAFamily_AreUnique()
    {
        foreach (var family in new[] { typeof(Discount), typeof(Condition) })
        {
            Assert.Distinct(RulesOf(family).Select(KindOf));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_Always_HasATestClassWithASampleThatRoundTrips(Type rule)
    {
        var sample = SampleOf(rule);

        if (rule.IsSubclassOf(typeof(Discount)))
        {
            var discount = Given.Discount(sample);
            Assert.IsType(rule, discount);
            Assert.Equal(KindOf(rule), discount.Kind);
            Assert.Equal(sample, Given.Json(discount.Write));
            Assert.Equal(discount, Given.Discount(sample));
        }
        else
        {
            var condition = Given.Condition(sample);
            Assert.IsType(rule, condition);
            Assert.Equal(KindOf(rule), condition.Kind);
            Assert.Equal(sample, Given.Json(condition.Write));
            Assert.Equal(condition, Given.Condition(sample));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_AnUnknownMember_IsRefusedByName(Type rule)
    {
        var sample = "{\"surprise\":1," + SampleOf(rule)[1..];

        var error = Assert.Single(rule.IsSubclassOf(typeof(Discount)) ? Given.Errors(sample, Discount.Read) : Given.Errors(sample, Condition.Read));

        Assert.StartsWith("/surprise is not known here; known are kind", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_InEveryLanguage_HasItsWords(Type rule)
    {
        foreach (var phrases in Phrases.All)
        {
            var words = rule.IsSubclassOf(typeof(Discount))
                ? Given.Discount(SampleOf(rule)).Summarize(phrases, Currency.Of("EUR"), "tea")
                : Given.Condition(SampleOf(rule)).Describe(phrases, Currency.Of("EUR"));
            Assert.NotEmpty(words);
            Assert.DoesNotContain('{', words);
        }
    }

    [Fact]
    public void Read_AnUnknownKind_NamesTheKnownOnes() =>
        Assert.Equal(
            ["/kind must be one of amount-off, amount-off-each, buy-get, fixed-price-each, free-shipping, percent-off, spend-tiers."],
            Given.Errors("""{ "kind": "half-price" }""", Discount.Read));

    private static IEnumerable<Type> RulesOf(Type family) =>
        family.Assembly.GetTypes().Where(type => type.IsSubclassOf(family) && !type.IsAbstract);

    private static string KindOf(Type rule) => Assert.IsType<string>(rule.GetProperty("RuleKind", BindingFlags.Static | BindingFlags.Public)?.GetValue(null));

    private static string SampleOf(Type rule)
    {
        var tests = typeof(RuleConsistencyTests).Assembly.GetTypes().SingleOrDefault(type => type.Name == rule.Name + "Tests");
        Assert.True(tests is not null, $"{rule.Name} has no test class {rule.Name}Tests");
        return Assert.IsType<string>(tests.GetProperty("Sample", BindingFlags.Static | BindingFlags.Public)?.GetValue(null));
    }
}
