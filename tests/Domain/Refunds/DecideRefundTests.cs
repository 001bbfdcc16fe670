using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Refunds;

namespace PromoFunctions.Domain.Tests.Refunds;

public sealed class DecideRefundTests
{
    /// <summary>Two units at 12.50 with 5.00 off, and shipping of 4.90.</summary>
    private static readonly RefundableOrder Tea = RefundableOrder.Of([new("1", 2, 1250)], 490, [new("summer", 500, [new("1", 500)], 0)]);

    [Fact]
    public void Refund_OfOneOfTwoUnits_GivesHalfOfWhatTheLineCost()
    {
        var granted = Granted(Tea, RefundsSoFar.None, ("1", 1));

        Assert.Equal((1000, false), (granted.Amount, granted.SoFar.Complete));
        Assert.Equal([new RefundedLine("1", 1, 1000)], granted.Lines);
        Assert.Equal(250, granted.Discounts["summer"]);
    }

    [Fact]
    public void Refund_OfEveryUnitByLines_LeavesShippingAndTheUse()
    {
        var granted = Granted(Tea, RefundsSoFar.None, ("1", 2));

        Assert.Equal((2000, false), (granted.Amount, granted.SoFar.Complete));
    }

    [Fact]
    public void Refund_OfAllThatIsLeftAfterEveryUnit_GivesShippingAndTheUse()
    {
        var granted = Granted(Tea, Granted(Tea, RefundsSoFar.None, ("1", 2)).SoFar);

        Assert.Equal((490, true), (granted.Amount, granted.SoFar.Complete));
        Assert.Empty(granted.Lines);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(490, 490)]
    public void Refund_OfTheLastUnitWithoutPaidShipping_GivesTheUseAndTheWholeDiscount(long shipping, long shippingDiscount)
    {
        var order = RefundableOrder.Of([new("1", 1, 1000), new("2", 1, 500)], shipping, [new("free", 300 + shippingDiscount, [new("1", 300)], shippingDiscount)]);
        var first = Granted(order, RefundsSoFar.None, ("1", 1));

        var last = Granted(order, first.SoFar, ("2", 1));

        Assert.Equal((700, 300, false), (first.Amount, first.Discounts["free"], first.SoFar.Complete));
        Assert.Equal((500, shippingDiscount, true), (last.Amount, last.Discounts["free"], last.SoFar.Complete));
    }

    [Fact]
    public void Refund_UnitByUnit_RoundsWhatWasGivenInAllHalfUp()
    {
        var order = RefundableOrder.Of([new("1", 4, 25)], 0, [new("c", 50, [new("1", 50)], 0)]);
        var (soFar, amounts) = (RefundsSoFar.None, new List<long>());
        for (var i = 0; i < 4; i++)
        {
            var granted = Granted(order, soFar, ("1", 1));
            amounts.Add(granted.Amount);
            soFar = granted.SoFar;
        }

        // 12.5, 25, 37.5, 50 in all.
        Assert.Equal([13, 12, 13, 12], amounts);
    }

    [Fact]
    public void Refund_OfMoreThanIsLeft_NamesEveryLineAtFaultAsItWasAsked()
    {
        var soFar = Granted(Tea, RefundsSoFar.None, ("1", 1)).SoFar;

        var verdict = DecideRefund.Of(Tea, soFar, new("r", [new("x", 1), new("1", 2)]));

        Assert.Equal([new RefundExcess("x", 1, 0, false), new RefundExcess("1", 2, 1, true)], Assert.IsType<RefundVerdict.TooMuch>(verdict).Excesses);
    }

    [Fact]
    public void Refund_AfterEverything_IsTooMuch()
    {
        var soFar = Granted(Tea, RefundsSoFar.None).SoFar;

        Assert.Empty(Assert.IsType<RefundVerdict.TooMuch>(DecideRefund.Of(Tea, soFar, new("r", null))).Excesses);
        Assert.Single(Assert.IsType<RefundVerdict.TooMuch>(DecideRefund.Of(Tea, soFar, new("r", [new("1", 1)]))).Excesses);
    }

    [Fact]
    public void Refund_AfterAClaimLoweredTheOrder_GivesWhatIsLeftOfIt()
    {
        var first = Granted(RefundableOrder.Of([new("1", 2, 1250)], 0, []), RefundsSoFar.None, ("1", 1));
        var lowered = RefundableOrder.Of([new("1", 2, 1250)], 0, [new("claim", 500, [new("1", 500)], 0)]);

        var last = Granted(lowered, first.SoFar);

        // 1250 and 500 went back before: of 2500 that were paid 750 are left.
        Assert.Equal((750, 500), (last.Amount, last.Discounts["claim"]));
    }

    [Fact]
    public void Refund_AfterAClaimGaveMoreThanIsLeft_GivesNothingAndNeverLess()
    {
        var first = Granted(RefundableOrder.Of([new("1", 2, 1000)], 0, []), RefundsSoFar.None, ("1", 1));
        var lowered = RefundableOrder.Of([new("1", 2, 1000)], 0, [new("claim", 1500, [new("1", 1500)], 0)]);

        Assert.Equal(0, Granted(lowered, first.SoFar).Amount);
    }

    [Fact]
    public void Refund_OfTheLargestAmountAndQuantity_DoesNotOverflow()
    {
        var order = RefundableOrder.Of([new("1", 1_000_000_000, 1_000_000)], 0, []);

        Assert.Equal(Amounts.Max - 1_000_000, Granted(order, RefundsSoFar.None, ("1", 999_999_999)).Amount);
    }

    [Fact]
    public void Refund_AnyParts_SumExactlyToTheFullOneAndAreNeverNegative() => Properties.Hold(Orders, given =>
    {
        var (order, seed) = given;
        var random = new Random(seed);
        var (soFar, amount, discounts) = (RefundsSoFar.None, 0L, order.Discounts.ToDictionary(each => each.Id, _ => 0L));
        var right = true;
        while (!soFar.Complete)
        {
            var left = order.Lines.Where(line => soFar.Of(line.Id).Units < line.Quantity).ToList();
            (string, int)[] units = random.Next(8) == 0 || left.Count == 0
                ? []
                : [.. left.Where((_, i) => i == 0 || random.Next(2) == 0).Select(line => (line.Id, 1 + random.Next(line.Quantity - soFar.Of(line.Id).Units)))];
            var granted = Granted(order, soFar, units);
            right &= granted.Amount >= 0 && granted.Lines.All(line => line.Amount >= 0) && granted.Discounts.Values.All(back => back >= 0);
            amount += granted.Amount;
            foreach (var (id, back) in granted.Discounts)
            {
                discounts[id] += back;
            }

            soFar = granted.SoFar;
            right &= order.Lines.All(line => soFar.Of(line.Id).Amount == Rounding.PartsOf(line.Net, soFar.Of(line.Id).Units, line.Quantity));
        }

        var full = Granted(order, RefundsSoFar.None);
        return right
            && amount == full.Amount
            && amount == order.Lines.Sum(line => line.Net) + order.Shipping
            && order.Discounts.All(each => discounts[each.Id] == each.Amount && full.Discounts[each.Id] == each.Amount);
    });

    [Fact]
    public void Refund_TheSameUnitsInAnotherOrder_GiveTheSameInAll() => Properties.Hold(Orders, given =>
    {
        var (order, seed) = given;
        var random = new Random(seed);
        var parts = order.Lines.SelectMany(line => Enumerable.Range(0, random.Next(Math.Min(line.Quantity, 5) + 1)).Select(_ => line.Id)).ToArray();
        var shuffled = parts.ToArray();
        random.Shuffle(shuffled);
        return Equal(OneByOne(order, parts), OneByOne(order, shuffled));
    });

    [Fact]
    public void Order_AnyDiscounts_LeaveExactlyWhatWasPaid() => Properties.Hold(
        from lines in Lines
        from shipping in Gen.Choose(0, 1000)
        from discounts in Discounts(lines, fits: false).ArrayOf(3)
        select (lines, shipping, discounts),
        given =>
        {
            var order = RefundableOrder.Of([.. given.lines], given.shipping, given.discounts.Select((each, i) => each with { Id = $"d{i}" }));
            var paid = given.lines.Sum(line => line.Quantity * line.UnitPrice) + given.shipping - given.discounts.Sum(each => each.Amount);
            return order.Lines.Sum(line => line.Net) + order.Shipping == Math.Max(0, paid) && order.Lines.All(line => line.Net >= 0) && order.Shipping >= 0;
        });

    private static Gen<BoughtLine[]> Lines =>
        from prices in Gen.Choose(0, 3000).ArrayOf().Where(prices => prices.Length is > 0 and < 8)
        from quantities in Gen.Choose(1, 30).ArrayOf(prices.Length)
        select prices.Zip(quantities).Select((line, i) => new BoughtLine($"{i}", line.Second, line.First)).ToArray();

    private static Gen<(RefundableOrder Order, int Seed)> Orders =>
        from lines in Lines
        from shipping in Gen.Choose(0, 1000)
        from own in Discounts(lines, fits: true)
        from claim in Discounts(lines, fits: true)
        from seed in Gen.Choose(0, int.MaxValue)
        select (RefundableOrder.Of([.. lines], shipping, [own with { Id = "own" }, claim with { Id = "claim" }]), seed);

    /// <summary>A discount off some lines; one that does not fit names lines that the order does not have, or gives another sum than its lines.</summary>
    private static Gen<GivenDiscount> Discounts(BoughtLine[] lines, bool fits) =>
        from shares in Gen.Choose(0, 100).ArrayOf(lines.Length)
        from shipping in Gen.Choose(0, fits ? 0 : 500)
        from more in Gen.Choose(fits ? 0 : -500, fits ? 0 : 500)
        let off = lines.Zip(shares).Select(line => new AppliedLine(line.First.Id + (fits || line.Second % 5 > 0 ? "" : "?"), line.First.Quantity * line.First.UnitPrice * line.Second / 200)).ToImmutableArray()
        select new GivenDiscount("", Math.Max(0, off.Sum(line => line.Discount) + shipping + more), off, shipping);

    private static RefundsSoFar OneByOne(RefundableOrder order, IEnumerable<string> units) =>
        units.Aggregate(RefundsSoFar.None, (soFar, line) => Granted(order, soFar, (line, 1)).SoFar);

    private static bool Equal(RefundsSoFar one, RefundsSoFar other) =>
        one.Lines.SequenceEqual(other.Lines) && one.Discounts.SequenceEqual(other.Discounts) && (one.Shipping, one.Complete) == (other.Shipping, other.Complete);

    /// <summary>Units by line; none of them asks for all that is left.</summary>
    private static RefundVerdict.Granted Granted(RefundableOrder order, RefundsSoFar soFar, params (string Line, int Units)[] units) =>
        Assert.IsType<RefundVerdict.Granted>(DecideRefund.Of(order, soFar, new("r", units.Length == 0 ? null : [.. units.Select(line => new RefundedUnits(line.Line, line.Units))])));
}
