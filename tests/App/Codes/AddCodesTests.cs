using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Codes;

[Collection(nameof(Shop))]
public sealed class AddCodesTests(Shop shop)
{
    [Fact]
    public async Task Code_NewThenAgain_Is201InItsNormalFormThen409()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(shop.App);
        var (other, _, _) = await Sample.GivenCampaignAsync(shop.App);
        var code = Sample.NewCode();

        var added = (await shop.App.Marketing.PostAsync($"campaigns/{campaign}/codes", Sample.PublicCode($" {code[..5].ToLowerInvariant()}-{code[5..]} "))).MustBe(201);

        Assert.Equal($"{{\"code\":\"{code}\"}}", added.Text);
        (await shop.App.Marketing.PostAsync($"campaigns/{campaign}/codes", Sample.PublicCode(code))).MustBeProblem(409);
        (await shop.App.Marketing.PostAsync($"campaigns/{other}/codes", Sample.PublicCode(code))).MustBeProblem(409);
    }

    [Fact]
    public async Task Code_AddedTwentyTimesAtOnce_IsAddedOnce()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(shop.App);
        var code = Sample.NewCode();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.App.Marketing.PostAsync($"campaigns/{campaign}/codes", Sample.PublicCode(code))));

        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(19, replies.Count(reply => reply.Status == 409));
    }

    [Fact]
    public async Task Code_OfACampaignThatIsNotThere_Is404() =>
        (await shop.App.Marketing.PostAsync($"campaigns/{Sample.NewId("m")}/codes", Sample.PublicCode(Sample.NewCode()))).MustBeProblem(404);
}
