using FsCheck;
using FsCheck.Fluent;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Tests.Discounts;

namespace PromoFunctions.Domain.Tests.Evaluation;

/// <summary>What holds for every cart and every mix of codes.</summary>
public sealed class EvaluationPropertyTests
{
    private static readonly Gen<string> Line =
        from sku in Gen.Elements("A", "B", "C")
        from category in Gen.Elements("tea", "mugs", "gift")
        from quantity in Gen.Choose(1, 9)
        from price in Gen.Choose(0, 5000)
        from sale in Gen.Elements("", " sale")
        select $"{sku} {category} {quantity} {price}{sale}";

    private static readonly Gen<Cart> AnyCart =
        from lines in Line.ListOf()
        from shipping in Gen.Choose(0, 900)
        select Given.Cart([.. lines.Take(12)], shipping: shipping);

    private static readonly Gen<string> AnyDiscount =
        from target in Gen.Elements("items", "order", "shipping")
        from more in Gen.Elements("", """, "categories": ["tea"]""", """, "skus": ["A", "B"]""", """, "excludeCategories": ["gift"]""", """, "excludeSaleItems": true""")
        from percent in Gen.Choose(1, 100)
        from amount in Gen.Choose(1, 9000)
        from kind in Gen.Choose(0, 6)
        let goods = target == "shipping" ? "items" : target
        select kind switch
        {
            0 => Given.PercentOff($"{percent}", target, more),
            1 => Given.AmountOff(amount, target, more),
            2 => $$"""{ "kind": "amount-off-each", "amount": {{amount}}, "appliesTo": { "target": "{{goods}}"{{more}} } }""",
            3 => $$"""{ "kind": "fixed-price-each", "unitPrice": {{amount}}, "appliesTo": { "target": "{{goods}}"{{more}} } }""",
            4 => $$"""{ "kind": "buy-get", "buyQuantity": {{1 + (percent % 3)}}, "getQuantity": {{1 + (amount % 3)}}, "percent": {{percent}}, "appliesTo": { "target": "{{goods}}"{{more}} } }""",
            5 => $$"""{ "kind": "free-shipping", "maxAmount": {{amount}} }""",
            _ => SpendTiersTests.Sample,
        };

    private static readonly Gen<string> AnyCampaign =
        from discount in AnyDiscount
        from combinesWith in Gen.SubListOf("\"items\"", "\"order\"", "\"shipping\"")
        select Given.DefinitionJson(discount, combinesWith: "[" + string.Join(',', combinesWith) + "]");

    private static readonly Gen<(Cart Cart, Candidate[] Candidates)> AnyRequest =
        from cart in AnyCart
        from campaigns in AnyCampaign.ListOf()
        from names in Gen.Shuffle([.. "ABCDEF".Select(letter => letter.ToString())])
        select (cart, campaigns.Take(6).Select((campaign, index) => Given.Candidate(names[index], campaign, $"c{(index * 7) % 5}")).ToArray());

    [Fact]
    public void TakeOff_AnyDiscountOfAnyCart_StaysWithinWhatItAppliesTo() => Properties.Hold(
        from cart in AnyCart from discount in AnyDiscount select (cart, discount),
        given =>
        {
            var discount = Given.Discount(given.discount);
            var reduction = discount.TakeOff(Basket.Of(given.cart));
            var lines = reduction.Lines.ToArray();
            return reduction.Shipping >= 0
                && reduction.Shipping <= (discount.Class == DiscountClass.Shipping ? given.cart.Shipping : 0)
                && lines.Zip(given.cart.Lines).All(pair => pair.First >= 0 && pair.First <= (discount.AppliesTo.Covers(pair.Second) ? pair.Second.Total : 0))
                && lines.Sum() + reduction.Shipping == reduction.Total;
        },
        runs: 1000);

    [Fact]
    public void Codes_AnyRequest_NeverFallsBelowZeroAndSumsExactly() => Properties.Hold(AnyRequest, given =>
    {
        var evaluation = Evaluate.Codes(given.Candidates, Given.Purchase(given.Cart), Phrases.English);
        var byLine = evaluation.Applied.SelectMany(applied => applied.Lines).ToLookup(line => line.Id, line => line.Discount);
        return evaluation.Total >= 0
            && evaluation.Total == evaluation.Subtotal + evaluation.Shipping - evaluation.Discount
            && evaluation.Applied.All(applied => applied.Discount > 0 && applied.Discount == applied.ShippingDiscount + applied.Lines.Sum(line => line.Discount))
            && given.Cart.Lines.All(line => byLine[line.Id].Sum() <= line.Total)
            && evaluation.Applied.Sum(applied => applied.ShippingDiscount) <= given.Cart.Shipping
            && evaluation.Applied.Count + evaluation.Rejected.Count == given.Candidates.Length
            && evaluation.Rejected.All(rejected => rejected.Reasons.Count > 0);
    });

    [Fact]
    public void Codes_InAnyOrder_GiveTheSameAnswer() => Properties.Hold(
        from request in AnyRequest from shuffled in Gen.Shuffle(request.Candidates) select (request.Cart, request.Candidates, shuffled),
        given => Answer(given.Cart, given.Candidates) == Answer(given.Cart, given.shuffled));

    [Fact]
    public void Codes_AnyRequest_SaveNoLessThanTheBestCodeAlone() => Properties.Hold(AnyRequest, given =>
    {
        var together = Evaluate.Codes(given.Candidates, Given.Purchase(given.Cart), Phrases.English).Discount;
        return given.Candidates.All(candidate => Evaluate.Codes([candidate], Given.Purchase(given.Cart), Phrases.English).Discount <= together);
    });

    [Fact]
    public void Codes_AnyRequest_AreTheSetThatSavesMostWithTheFewestCodes() => Properties.Hold(AnyRequest, given =>
    {
        var purchase = Given.Purchase(given.Cart);
        var chosen = Evaluate.Codes(given.Candidates, purchase, Phrases.English);
        var alone = given.Candidates.Where(candidate => Evaluate.Codes([candidate], purchase, Phrases.English).Valid).ToArray();
        var sets = Enumerable.Range(0, 1 << alone.Length)
            .Select(set => Evaluate.Codes([.. alone.Where((_, index) => (set & (1 << index)) != 0)], purchase, Phrases.English))
            .Where(evaluation => evaluation.Valid)
            .ToArray();

        // Where all combine and all give something, all are applied; otherwise nothing saves more, or as much with fewer.
        return sets[^1].Applied.Count == alone.Length
            ? chosen.Applied.Count == alone.Length
            : sets.All(set => set.Discount < chosen.Discount || (set.Discount == chosen.Discount && set.Applied.Count >= chosen.Applied.Count));
    });

    [Fact]
    public void PercentOff_WithAnotherLine_NeverGivesLess() => Properties.Hold(
        from lines in Line.ListOf() from more in Line from percent in Gen.Choose(1, 100) select (lines: lines.Take(12), more, percent),
        given =>
        {
            var discount = Given.PercentOff($"{given.percent}", more: """, "excludeCategories": ["gift"]""");
            return Given.LinesOff(discount, Given.Cart([.. given.lines])).Sum() <= Given.LinesOff(discount, Given.Cart([.. given.lines, given.more])).Sum();
        });

    [Fact]
    public void Entitlement_OfACodeBesideAnother_IsWhatBothGiveLessWhatTheOtherGave() => Properties.Hold(
        from cart in AnyCart from first in AnyDiscount from second in AnyDiscount select (cart, first, second),
        given =>
        {
            const string All = """["items", "order", "shipping"]""";
            var redeemed = Given.Candidate("ONE", Given.DefinitionJson(given.first, combinesWith: All));
            var claimed = Given.Candidate("TWO", Given.DefinitionJson(given.second, combinesWith: All));
            var both = Evaluate.Codes([redeemed, claimed], Given.Purchase(given.cart), Phrases.English);
            if (both.Applied.Count < 2 || redeemed.Campaign is not { } campaign)
            {
                return true;
            }

            var alone = Evaluate.Codes([redeemed], Given.Purchase(given.cart), Phrases.English).Discount;
            var added = EvaluateOne.Entitlement(claimed, Given.Purchase(given.cart), [new RedeemedCode(redeemed.Code, campaign, campaign.Latest)], ignoreEnd: false, Phrases.English);
            return added.Amount == Math.Max(0, both.Discount - alone);
        });

    private static string Answer(Cart cart, Candidate[] candidates) =>
        Given.Json(writer => EvaluationJson.Write(writer, Evaluate.Codes(candidates, Given.Purchase(cart), Phrases.English), []));
}
