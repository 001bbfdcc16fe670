using FsCheck;
using FsCheck.Fluent;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Tests.Evaluation;

public sealed class AlternativesTests
{
    [Fact]
    public void Best_OfManyCodes_AreTheBestThatApply()
    {
        var purchase = Given.Purchase(Given.Cart(["TEA-01 tea 2 1250"]));
        Candidate[] candidates =
        [
            Announced("TEN", Given.PercentOff("10")),
            Announced("HALF", Given.PercentOff("50")),
            Announced("APP", Given.PercentOff("90"), """[ { "kind": "channel", "channels": ["app"] } ]"""),
            Given.Candidate("SECRET", Given.DefinitionJson(Given.PercentOff("80"))),
            Given.Candidate("OVER", Given.DefinitionJson(Given.PercentOff("80"), endsAt: "2026-06-02T00:00:00Z", announce: true)),
            Given.Candidate("DOLLARS", Given.DefinitionJson(Given.PercentOff("80"), currency: "USD", announce: true)),
            Given.Candidate("RESTING", Given.DefinitionJson(Given.PercentOff("80"), status: "paused", announce: true)),
            Announced("POOR", Given.PercentOff("60")) with { Limits = new LimitsLeft(null, 1499, null) },
            Announced("RICH", Given.PercentOff("20")) with { Limits = new LimitsLeft(1, 500, null) },
            Announced("ALSO20", Given.PercentOff("20")),
        ];

        var alternatives = EvaluateAlternatives.Best(candidates, purchase, 3, Phrases.English);

        Assert.Equal([("HALF", 1250L), ("ALSO20", 500L), ("RICH", 500L)], alternatives.Select(alternative => (alternative.Code.Value, alternative.Discount)));
    }

    [Fact]
    public void Best_OfAnyCode_IsOfferedExactlyWhenItAppliesAlone()
    {
        var cases =
            from status in Gen.Elements("active", "active", "active", "active", "active", "draft", "paused", "ended")
            from codeStatus in Gen.Elements(CodeStatus.Active, CodeStatus.Active, CodeStatus.Active, CodeStatus.Paused, CodeStatus.Voided)
            from currency in Gen.Elements("EUR", "EUR", "EUR", "USD")
            from conditions in Gen.Elements("[]", "[]", """[ { "kind": "minimum-subtotal", "amount": 2500 } ]""", """[ { "kind": "minimum-subtotal", "amount": 2501 } ]""")
            from discount in Gen.Elements(Given.PercentOff("20"), Given.AmountOff(500, "order"), Given.PercentOff("9", more: """, "skus": ["B"]"""), """{ "kind": "free-shipping" }""")
            from limits in Gen.Elements("{}", "{}", """{ "perCustomer": 1 }""")
            from left in Gen.Elements<LimitsLeft?>(null, null, new(1, 500, 1), new(1, 500, 1), new(0, null, null), new(null, 499, null), new(null, 0, null), new(null, null, 0))
            from minutes in Gen.Elements(-1, 0, 1, 2, 3)
            from expires in Gen.Elements<int?>(null, null, 0, 1)
            from used in Gen.Elements(false, false, false, true)
            from bound in Gen.Elements<string?>(null, null, """{ "id": "c-1" }""", """{ "id": "c-2" }""")
            from customer in Gen.Elements<string?>(null, """{ "id": "c-1" }""")
            select (status, codeStatus, currency, conditions, discount, limits, left, minutes, expires, used, bound, customer);

        var offered = 0;
        Properties.Hold(
            cases,
            given =>
            {
                var at = new DateTimeOffset(2026, 5, 31, 22, 0, 0, TimeSpan.Zero).AddMinutes(given.minutes);
                var definition = Given.DefinitionJson(
                    given.discount,
                    given.conditions,
                    given.limits,
                    status: given.status,
                    currency: given.currency,
                    announce: true);
                var candidate = Given.Candidate("TEA", definition) with
                {
                    Status = given.codeStatus,
                    Limits = given.left,
                    ExpiresAt = given.expires is { } minutes ? at.AddMinutes(minutes) : null,
                    Used = given.used,
                    BoundTo = given.bound is null ? null : Given.Keys.Of(Given.Customer(given.bound)),
                };
                var purchase = Given.Purchase(Given.Cart(["TEA-01 tea 2 1250"]), given.customer, at);

                var alone = Evaluate.Codes([candidate], purchase, Phrases.English);
                var best = EvaluateAlternatives.Best([candidate], purchase, 3, Phrases.English);

                offered += best.Count;
                return alone.Valid ? best.Count == 1 && best[0].Discount == alone.Discount : best.Count == 0;
            },
            runs: 5000);
        Assert.InRange(offered, 50, 4000);
    }

    [Fact]
    public void Best_OfManyCodesInAnyOrder_AreThoseOfAllThatApply()
    {
        var cases =
            from size in Gen.Choose(0, 40)
            from percents in Gen.Choose(1, 12).ListOf(size)
            from amounts in Gen.Choose(1, 12).ListOf(size)
            from kinds in Gen.Elements("percent", "capped", "amount", "shipping", "each", "tiers").ListOf(size)
            from shipping in Gen.Elements(0, 3, 490)
            select (percents, amounts, kinds, shipping);
        Properties.Hold(cases, given =>
        {
            var purchase = Given.Purchase(Given.Cart(["TEA-01 tea 3 5", "MUG-01 mugs 1 7"], shipping: given.shipping));
            var candidates = given.kinds.Select((kind, i) => Announced($"CODE{i}", kind switch
            {
                "percent" => Given.PercentOff($"{given.percents[i]}"),
                "capped" => Given.PercentOff("90", more: """, "categories": ["tea"]""").Replace("\"percent\": 90", $"\"percent\": 90, \"maxAmount\": {given.amounts[i]}", StringComparison.Ordinal),
                "amount" => Given.AmountOff(given.amounts[i], "order"),
                "shipping" => """{ "kind": "free-shipping" }""",
                "each" => $$"""{ "kind": "amount-off-each", "amount": {{given.amounts[i]}}, "appliesTo": { "target": "items" } }""",
                _ => $$"""{ "kind": "spend-tiers", "tiers": [ { "minimum": {{given.amounts[i]}}, "percent": {{given.percents[i]}} } ], "appliesTo": { "target": "order" } }""",
            })).ToList();

            var all = EvaluateAlternatives.Best(candidates, purchase, candidates.Count, Phrases.English);
            var best = EvaluateAlternatives.Best(candidates, purchase, 3, Phrases.English);
            var ranked = EvaluateAlternatives.Ranked(candidates, [.. all.Take(2).Select(code => code.Code)], purchase, 3, Phrases.English);

            return best.SequenceEqual(all.OrderByDescending(code => code.Discount).ThenBy(code => code.Code).Take(3))
                && ranked.Select(candidate => candidate.Code).SequenceEqual(all.Skip(2).Take(3).Select(code => code.Code));
        });
    }

    private static Candidate Announced(string code, string discount, string conditions = "[]") =>
        Given.Candidate(code, Given.DefinitionJson(discount, conditions: conditions, announce: true));
}
