using System.Text.Json;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Discounts;

/// <summary>
/// Buy some, get some for less: units are sorted dearest first and cut into groups of buy and get; the last
/// <paramref name="GetQuantity"/> of each full group are discounted. Three at 10.00 and three at 1.00 with 2 + 1 free give
/// 10.00 + 1.00.
/// </summary>
/// <param name="BuyQuantity">Units of a group at their price, from 1 to 1,000,000.</param>
/// <param name="GetQuantity">Units of a group that are discounted, from 1 to 1,000,000.</param>
/// <param name="Percent">What is taken off those, more than 0 and at most 100, of their sum and rounded once.</param>
/// <param name="AppliesTo">Which units count: of items or the order.</param>
public sealed record BuyGet(int BuyQuantity, int GetQuantity, decimal Percent, AppliesTo AppliesTo) : Discount(AppliesTo), IRule<BuyGet>
{
    private const int MaxGroup = 1_000_000;

    /// <inheritdoc/>
    public static string RuleKind => "buy-get";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    private int Group => BuyQuantity + GetQuantity;

    /// <inheritdoc/>
    public static BuyGet? ReadMembers(FieldReader reader)
    {
        var buy = reader.Int("buyQuantity", 1, MaxGroup);
        var get = reader.Int("getQuantity", 1, MaxGroup);
        var percent = DiscountMembers.Percent(reader);
        var appliesTo = DiscountMembers.Goods(reader);
        return buy is not null && get is not null && percent is not null && appliesTo is not null
            ? new BuyGet(buy.Value, get.Value, percent.Value, appliesTo)
            : null;
    }

    /// <inheritdoc/>
    public override Reduction TakeOff(Basket basket)
    {
        var runs = UnitRun.Of(basket, AppliesTo);
        var groups = runs.Sum(run => run.Count) / Group;
        var discounted = new long[basket.Cart.Lines.Count];
        long position = 0;
        foreach (var run in runs)
        {
            var units = DiscountedBefore(position + run.Count, groups) - DiscountedBefore(position, groups);
            discounted[run.Line] += units * run.Price;
            position += run.Count;
        }

        var covered = new Coverage(discounted, shipping: 0);
        return covered.TakeOff(Rounding.PercentOf(covered.Total, Percent));
    }

    /// <inheritdoc/>
    public override Condition Asks => new MinimumQuantity(Group, MeasuredOver.Eligible);

    /// <inheritdoc/>
    public override string Summarize(Phrases phrases, Currency currency, string scope) => phrases.Say(
        Percent == 100m ? "buy-get.free" : "buy-get.percent",
        ("buy", phrases.Number(BuyQuantity)),
        ("get", phrases.Number(GetQuantity)),
        ("percent", phrases.Percent(Percent)),
        ("scope", scope));

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("buyQuantity", BuyQuantity);
        writer.WriteNumber("getQuantity", GetQuantity);
        writer.WriteNumber("percent", Percent);
    }

    /// <summary>How many of the first <paramref name="position"/> units are discounted.</summary>
    private long DiscountedBefore(long position, long groups)
    {
        var full = Math.Min(position / Group, groups);
        var rest = full < groups ? Math.Max(0, (position % Group) - BuyQuantity) : 0;
        return (full * GetQuantity) + rest;
    }
}
