using System.Globalization;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Guessing;

namespace PromoFunctions.App.Tests.Asking;

/// <summary>Terms and questions, asked of the running App.</summary>
[Collection(nameof(Shop))]
public sealed class AskingTests(Shop shop)
{
    [Fact]
    public async Task Terms_OfACode_AreToldInTheLanguageAskedFor()
    {
        var (campaign, code, _) = await Sample.GivenCampaignAsync(shop.App);

        var english = (await TermsAsync(code.ToLowerInvariant())).MustBe(200);
        var german = (await TermsAsync(code, ("Accept-Language", "de"))).MustBe(200);

        Assert.Equal((code, campaign, "active"), (english.TextOf("code"), english.TextOf("campaignId"), english.TextOf("status")));
        Assert.Equal("€5.00 off your order", english.TextOf("summary"));
        Assert.Equal("5,00\u00A0€ Rabatt auf Ihre Bestellung", german.TextOf("summary"));
        Assert.Contains("The order must come to at least €10.00 before discount, without shipping.", english.Text, StringComparison.Ordinal);
        Assert.Equal(english.Json["discount"]?.ToJsonString(), german.Json["discount"]?.ToJsonString());
    }

    [Theory]
    [InlineData("storefront-local", 200)]
    [InlineData("helpdesk-local", 200)]
    [InlineData("marketing-local", 401)]
    [InlineData("finance-local", 401)]
    public async Task TermsAndAsk_ByAudience_AreOpenToStorefrontAndHelpdesk(string key, int status)
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);

        Assert.Equal(status, (await shop.App.As(key).GetAsync($"codes/{code}/terms", Session())).Status);
        Assert.Equal(status, (await shop.App.As(key).PostAsync("codes/ask", Question("Is there a minimum order value?", code))).Status);
    }

    [Fact]
    public async Task Terms_OfADraftsOrNobodysCode_AreNotFoundInTheSameWords()
    {
        var (_, draft, _) = await Sample.GivenCampaignAsync(shop.App, body => body["status"] = "draft");
        var nobodys = Sample.NewCode();

        var refused = (await TermsAsync(draft)).MustBeProblem(404);
        var unknown = (await TermsAsync(nobodys)).MustBeProblem(404);
        (await TermsAsync("no%20%3F%3F")).MustBeProblem(404);

        Assert.Equal(unknown.Text.Replace(nobodys, draft, StringComparison.Ordinal), refused.Text);
    }

    [Fact]
    public async Task Terms_OfUnknownCodesOverAndOver_BlockTheShopperOfTheHeaders()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var shopper = Session();
        for (var i = 0; i < GuessLimits.OfShopper; i++)
        {
            (await TermsAsync(Sample.NewCode(), shopper)).MustBeProblem(404);
        }

        (await TermsAsync(Sample.NewCode(), shopper)).MustBeProblem(429);
        (await TermsAsync(code, shopper)).MustBeProblem(429);
        (await TermsAsync(code)).MustBe(200);
    }

    [Fact]
    public async Task Ask_AboutTheMinimumOfACart_SaysWhatIsMissing()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, body => body["conditions"] = new JsonArray(new JsonObject { ["kind"] = "minimum-subtotal", ["amount"] = 5000 }));
        var question = Question($"Do I need to spend a certain amount for {code}?", code);
        question["cart"] = Sample.Cart();

        var answer = (await AskAsync(question)).MustBe(200);

        Assert.Equal(["topic", "answer", "facts", "handOff"], answer.Json.Select(member => member.Key));
        Assert.Equal(("minimum", false), (answer.TextOf("topic"), answer.Json["handOff"]?.GetValue<bool>()));
        Assert.EndsWith($"Add €25.00 more to use {code}.", answer.TextOf("answer"), StringComparison.Ordinal);
        Assert.Equal(2500, answer.Json["facts"]?["reasons"]?[0]?["facts"]?["missing"]?.GetValue<int>());
    }

    [Fact]
    public async Task Ask_WithoutACode_TakesTheOneInTheQuestionAndTheQuestionsLanguage()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);

        var answer = (await AskAsync(Question($"Kann ich {code} mit einem anderen Gutschein kombinieren?", null))).MustBe(200);

        Assert.Equal(("combining", $"{code} lässt sich nicht mit anderen Codes verbinden."), (answer.TextOf("topic"), answer.TextOf("answer")));
    }

    [Theory]
    [InlineData(true, "{0} cannot be used together with {1}. It cannot be used together with other codes.")]
    [InlineData(false, "{0} cannot be used together with other codes.")]
    public async Task Ask_AboutCombiningTwoCodes_NamesTheSecondOnlyWhenItIsAnnounced(bool announced, string answer)
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var (_, other, _) = await Sample.GivenCampaignAsync(shop.App, body => body["announce"] = announced);

        var told = (await AskAsync(Question($"Can I combine {code} with {other}?", code))).MustBe(200);

        Assert.Equal(("combining", string.Format(CultureInfo.InvariantCulture, answer, code, other)), (told.TextOf("topic"), told.TextOf("answer")));
    }

    [Fact]
    public async Task Ask_WhatTermsDoNotAnswer_GivesADraftThatTheClaimsDeskTakes()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var question = Question("Where is my parcel?", code);
        question["customer"] = Sample.Customer(Sample.NewId("c"));

        var answer = (await AskAsync(question)).MustBe(200);
        var draft = answer.Json["claim"]?.DeepClone();

        Assert.True(answer.Json["handOff"]?.GetValue<bool>());
        Assert.Null(answer.Json["topic"]);
        Assert.Equal(code, draft?["code"]?.GetValue<string>());
        (await shop.App.Helpdesk.PostAsync("claims", draft)).MustBe(202);
    }

    [Fact]
    public async Task Ask_AboutNoKnownCode_IsHandedOffOrNotFound()
    {
        var nobodys = Sample.NewCode();

        (await AskAsync(Question("How long is it valid?", nobodys))).MustBeProblem(404);
        Assert.True((await AskAsync(Question("How long is it valid?", null))).MustBe(200).Json["handOff"]?.GetValue<bool>());
        Assert.StartsWith($"We do not know the code {nobodys}.", (await AskAsync(Question($"How long is {nobodys} valid?", null))).MustBe(200).TextOf("answer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_CodesInTheTextOverAndOver_BlockTheShopper()
    {
        var shopper = Question("", null);
        for (var i = 0; i < GuessLimits.OfShopper; i++)
        {
            shopper["question"] = $"Does {Sample.NewCode()} work?";
            (await AskAsync(shopper)).MustBe(200);
        }

        (await AskAsync(shopper)).MustBeProblem(429);
    }

    [Fact]
    public async Task Ask_AWrongBody_IsRefusedByName()
    {
        Assert.Equal(["/question", "/surprise"], (await AskAsync(new JsonObject { ["surprise"] = 1 })).MustBeProblem(400).Places);
        Assert.Equal(["/question"], (await AskAsync(Question(new string('a', 1_001), null))).MustBeProblem(400).Places);
        Assert.Equal(["/code"], (await AskAsync(Question("Is it valid?", "no/code"))).MustBeProblem(400).Places);
    }

    private static JsonObject Question(string text, string? code) => new()
    {
        ["question"] = text,
        ["code"] = code,
        ["client"] = new JsonObject { ["session"] = Sample.NewId("s") },
    };

    private static (string Name, string Value) Session() => ("X-Client-Session", Sample.NewId("s"));

    private Task<Reply> TermsAsync(string code, params (string Name, string Value)[] headers) =>
        shop.App.Storefront.GetAsync($"codes/{code}/terms", headers.Any(header => header.Name == "X-Client-Session") ? headers : [.. headers, Session()]);

    private Task<Reply> AskAsync(JsonObject body) => shop.App.Storefront.PostAsync("codes/ask", body);
}
