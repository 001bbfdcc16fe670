using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Preferences;

[Collection(nameof(Shop))]
public sealed class UnsubscribeTests(Shop shop)
{
    private Caller Anybody => shop.App.As(null);

    [Fact]
    public async Task Customer_WhoWantsNoReminders_GetsTheCodeButNoMailUntilItSaysOtherwise()
    {
        var (campaign, customer) = (await CampaignAsync(), Sample.NewId("c"));
        await PreferAsync(Sample.Customer(customer), false);

        var made = (await shop.App.Storefront.PostAsync("offers", Sample.Offer(campaign, customer))).MustBe(201);
        await MailedToSomebodyElseAsync(campaign);
        Assert.Empty(await Inbox.OfAsync(shop.App, customer + "@example.com"));

        await PreferAsync(Sample.Customer(customer), true);
        Assert.Equal(made.Text, (await shop.App.Storefront.PostAsync("offers", Sample.Offer(campaign, customer))).MustBe(200).Text);
        Assert.Contains(made.TextOf("code"), (await Inbox.FirstAsync(shop.App, customer + "@example.com"))["text"]?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_SaidUnderTheIdAlone_CountsWhereTheEmailIsSentToo()
    {
        var (campaign, customer) = (await CampaignAsync(), Sample.NewId("c"));
        await PreferAsync(new JsonObject { ["id"] = customer }, false);

        (await shop.App.Storefront.PostAsync("offers", Sample.Offer(campaign, customer))).MustBe(201);

        await MailedToSomebodyElseAsync(campaign);
        Assert.Empty(await Inbox.OfAsync(shop.App, customer + "@example.com"));
    }

    [Fact]
    public async Task Link_InAMail_ChangesNothingWhenOpenedAndEndsMailsWhenPosted()
    {
        var (first, second, third, customer) = (await CampaignAsync(), await CampaignAsync(), await CampaignAsync(), Sample.NewId("c"));
        var link = await LinkOfAsync(first, customer);

        // Scanners of mails open every link.
        (await Anybody.GetAsync(link)).MustBe(200);
        (await shop.App.Storefront.PostAsync("offers", Sample.Offer(second, customer))).MustBe(201);
        await MailsAsync(customer, 2);

        using var oneClick = new StringContent("List-Unsubscribe=One-Click", null, "application/x-www-form-urlencoded");
        Assert.Contains("Done:", (await Anybody.SendAsync(HttpMethod.Post, link, oneClick)).MustBe(200).Text, StringComparison.Ordinal);
        (await Anybody.SendAsync(HttpMethod.Post, link, null)).MustBe(200);
        (await shop.App.Storefront.PostAsync("offers", Sample.Offer(third, customer))).MustBe(201);
        await MailedToSomebodyElseAsync(third);
        await MailsAsync(customer, 2);
    }

    [Fact]
    public async Task Link_InAMail_StandsInItsTextItsHtmlAndItsHeaders()
    {
        var customer = Sample.NewId("c");
        var link = await LinkOfAsync(await CampaignAsync(), customer);
        var mail = await Inbox.FirstAsync(shop.App, customer + "@example.com");

        var address = new Uri(shop.App.Address, link).AbsoluteUri;
        Assert.Equal($"<{address}>", mail["headers"]?["List-Unsubscribe"]?.ToString());
        Assert.Equal("List-Unsubscribe=One-Click", mail["headers"]?["List-Unsubscribe-Post"]?.ToString());
        Assert.Contains(address, mail["text"]?.ToString(), StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}\"", mail["html"]?.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(customer, link, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("en", "<html lang=\"en\">", "Yes, send me no more of them")]
    [InlineData("de-DE,de;q=0.9", "<html lang=\"de\">", "Ja, bitte keine mehr schicken")]
    public async Task Page_OfALink_IsWholeInItselfAndInTheReadersLanguage(string language, string lang, string button)
    {
        var page = (await Anybody.GetAsync(await LinkOfAsync(await CampaignAsync(), Sample.NewId("c")), ("Accept-Language", language))).MustBe(200);

        Assert.Equal("text/html", page.MediaType);
        Assert.Contains(lang, page.Text, StringComparison.Ordinal);
        Assert.Contains(button, page.Text, StringComparison.Ordinal);
        Assert.Contains("color-scheme: light dark", page.Text, StringComparison.Ordinal);
        Assert.All((string[])["<script", "<img", "<link", "src=", "url("], part => Assert.DoesNotContain(part, page.Text, StringComparison.OrdinalIgnoreCase));
        AssertGuarded(page);
    }

    [Theory]
    [InlineData("00000000000000000000000000000000.00000000000000000000000000000000")]
    [InlineData("x")]
    [InlineData("%00")]
    [InlineData("..")]
    [InlineData("😀.😀")]
    [InlineData("<script>")]
    public async Task Link_ThatNobodySigned_Is404ThatSaysSoAndChangesNothing(string token)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            var page = await Anybody.SendAsync(method, $"unsubscribe/{token}", null);
            if (page.MediaType == "text/html")
            {
                Assert.Contains("This link is not valid, so nothing was changed.", page.MustBe(404).Text, StringComparison.Ordinal);
                AssertGuarded(page);
            }
            else
            {
                // Not even an address of this function's.
                Assert.True(page.Status is 400 or 404, page.ToString());
            }
        }
    }

    [Fact]
    public async Task Link_OfOneCustomerWithTheSignatureOfAnother_Is404()
    {
        var campaign = await CampaignAsync();
        var (one, other) = (await LinkOfAsync(campaign, Sample.NewId("c")), await LinkOfAsync(campaign, Sample.NewId("c")));

        (await Anybody.SendAsync(HttpMethod.Post, one[..one.IndexOf('.', StringComparison.Ordinal)] + other[other.IndexOf('.', StringComparison.Ordinal)..], null)).MustBe(404);
    }

    [Fact]
    public async Task Preference_OfACustomerWithoutAName_IsRefusedWithItsPlace() => Assert.Equal(
        ["/customer"],
        (await shop.App.Storefront.PostAsync("customers/preferences", new JsonObject { ["customer"] = new JsonObject(), ["reminders"] = false })).MustBeProblem(400).Places);

    [Fact]
    public async Task Logs_OfOffersMailsAndLinks_NameNobody()
    {
        var customer = Sample.NewId("c");
        var link = await LinkOfAsync(await CampaignAsync(), customer);
        (await Anybody.SendAsync(HttpMethod.Post, link, null)).MustBe(200);
        var text = (await Inbox.FirstAsync(shop.App, customer + "@example.com"))["text"]?.ToString() ?? "";

        var said = shop.App.Said;
        Assert.Contains("A mail was sent: offer.", said, StringComparison.Ordinal);
        Assert.DoesNotContain(customer, said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(link[(link.LastIndexOf('/') + 1)..], said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(text.Split('\n').Single(line => line.StartsWith("    ", StringComparison.Ordinal)).Trim(), said, StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertGuarded(Reply page)
    {
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
    }

    private async Task<string> CampaignAsync() => (await Sample.GivenCampaignAsync(shop.App, body => body["offer"] = Sample.OfferRules())).Campaign;

    private async Task PreferAsync(JsonObject customer, bool reminders)
    {
        var reply = (await shop.App.Storefront.PostAsync("customers/preferences", new JsonObject { ["customer"] = customer, ["reminders"] = reminders })).MustBe(204);
        Assert.Equal("", reply.Text);
    }

    /// <summary>The path of the link in the mail of a new offer.</summary>
    private async Task<string> LinkOfAsync(string campaign, string customer)
    {
        (await shop.App.Storefront.PostAsync("offers", Sample.Offer(campaign, customer))).MustBe(201);
        var header = (await Inbox.FirstAsync(shop.App, customer + "@example.com"))["headers"]?["List-Unsubscribe"]?.ToString() ?? "";
        return new Uri(header.Trim('<', '>')).AbsolutePath;
    }

    /// <summary>Waits until a customer has so many mails, and fails when it has more.</summary>
    private async Task MailsAsync(string customer, int count)
    {
        int found;
        while ((found = (await Inbox.OfAsync(shop.App, customer + "@example.com")).Count) < count)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(count, found);
    }

    /// <summary>A mail that was asked for later has come, so one that was asked for before would most likely be there.</summary>
    private async Task MailedToSomebodyElseAsync(string campaign) => await LinkOfAsync(campaign, Sample.NewId("c"));
}
