using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Customers;

/// <summary>Customers' histories and erasures of the running App.</summary>
[Collection(nameof(Shop))]
public sealed class EraseCustomerTests(Shop shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_WhoWasErased_StandsInNoTableAndTheFiguresAreAsTheyWere()
    {
        var person = await GivenPersonAsync();
        var scan = new TableScan(shop.StorageConnectionString, without: "localmail");
        Assert.Equal(
            ["ClaimPersons", "CodePersons", "Codes"],
            (await scan.FindAsync(person.Named)).Select(place => place.Split(':')[0]).Distinct().Where(table => !table.StartsWith("MailContents", StringComparison.Ordinal)));
        var figures = await FiguresAsync();

        Assert.Equal(204, (await shop.App.Helpdesk.SendAsync(HttpMethod.Delete, $"customers/{Uri.EscapeDataString(person.Email)}", null)).Status);

        Assert.Empty(await scan.FindAsync(person.Named));
        Assert.Equal(figures, await FiguresAsync());
        Assert.Equal(204, (await shop.App.As("manager-local").SendAsync(HttpMethod.Delete, $"customers/{Uri.EscapeDataString(person.Email.ToUpperInvariant())}", null)).Status);

        // Her limit still counts her, her codes are gone, and what she redeemed and claimed stands without her.
        var again = (await RedeemAsync(person, person.PublicCode)).MustBe(422);
        Assert.Equal("customer-limit", again.Json["rejected"]?[0]?["reasons"]?[0]?["code"]?.GetValue<string>());
        Assert.Equal("unknown-code", (await RedeemAsync(person, person.OpenCode)).MustBe(422).Json["rejected"]?[0]?["reasons"]?[0]?["code"]?.GetValue<string>());
        var history = await HistoryAsync(person.Email);
        Assert.Empty(history["codes"]?.AsArray() ?? []);
        Assert.Empty(history["refusedAttempts"]?.AsArray().Where(attempt => attempt?["code"]?.GetValue<string>() == person.RefusedCode) ?? []);
        Assert.Equal(["p-", person.PublicCode], history["redemptions"]?.AsArray().Select(item => item?["code"]?.GetValue<string>() ?? "").Select(code => code.StartsWith("p-", StringComparison.Ordinal) ? "p-" : code).Order(StringComparer.Ordinal).Reverse());
        var claim = (await shop.App.Helpdesk.GetAsync($"claims/{person.Claim}")).MustBe(200);
        Assert.Null(claim.Json["reply"]);
        Assert.NotEmpty(claim.Json["audit"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task History_OfACustomer_HasItsFourListsByEitherWayAndInPages()
    {
        var person = await GivenPersonAsync();

        var whole = await HistoryAsync(person.Email);
        var posted = (await shop.App.Helpdesk.PostAsync("customers/history", new JsonObject { ["customer"] = person.Customer() })).MustBe(200);

        Assert.Equal(whole.ToJsonString(), posted.Json.ToJsonString());
        Assert.Equal([(person.OpenCode, false), (person.UsedCode, true)], whole["codes"]?.AsArray()
            .Select(code => (code?["code"]?.GetValue<string>() ?? "", code?["used"]?.GetValue<bool>() ?? false)).OrderBy(code => code.Item2));
        Assert.Equal(2, whole["redemptions"]?.AsArray().Count);
        Assert.Contains(person.UsedCode, whole["redemptions"]?.AsArray().Select(item => item?["code"]?.GetValue<string>()) ?? []);
        var attempt = Assert.Single(whole["refusedAttempts"]?.AsArray() ?? []);
        Assert.Equal(person.RefusedCode, attempt?["code"]?.GetValue<string>());
        Assert.Equal("minimum-subtotal", attempt?["reasons"]?[0]?.GetValue<string>());
        Assert.Equal([person.Claim], whole["claims"]?.AsArray().Select(claim => claim?["claimId"]?.GetValue<string>()));
        Assert.Null(whole["next"]);

        var (pages, next) = (new List<JsonNode>(), "");
        do
        {
            pages.Add(await HistoryAsync(person.Email, $"?limit=1{(next.Length == 0 ? "" : "&next=" + next)}"));
            next = pages[^1]["next"]?.GetValue<string>() ?? "";
        }
        while (next.Length > 0);
        foreach (var list in new[] { "codes", "redemptions", "refusedAttempts", "claims" })
        {
            Assert.Equal(
                whole[list]?.AsArray().Select(item => item?.ToJsonString()),
                pages.SelectMany(page => page[list]?.AsArray() ?? []).Select(item => item?.ToJsonString()));
        }
    }

    [Fact]
    public async Task History_OfNobodyOrOfRubbish_IsEmptyOrRefused()
    {
        var nobody = await HistoryAsync(Sample.NewId("nobody"));
        Assert.Equal("""{"codes":[],"redemptions":[],"refusedAttempts":[],"claims":[],"next":null}""", nobody.ToJsonString());

        (await shop.App.Helpdesk.GetAsync("customers/jane/history?limit=0")).MustBeProblem(400);
        (await shop.App.Helpdesk.GetAsync("customers/jane/history?next=rubbish")).MustBeProblem(400);
        (await shop.App.Helpdesk.GetAsync("customers/jane/history?next=...rubbish")).MustBeProblem(400);
        (await shop.App.Helpdesk.GetAsync($"customers/{new string('x', 101)}/history")).MustBeProblem(400);
        (await shop.App.Helpdesk.PostAsync("customers/history", new JsonObject { ["customer"] = new JsonObject() })).MustBeProblem(400);
        Assert.Equal(400, (await shop.App.Helpdesk.SendAsync(HttpMethod.Delete, $"customers/{new string('x', 101)}", null)).Status);
        Assert.Equal(204, (await shop.App.Helpdesk.SendAsync(HttpMethod.Delete, "customers/" + Sample.NewId("nobody"), null)).Status);
    }

    /// <summary>Somebody with an open personal code and a used one, a use of a campaign that counts customers, a refused attempt, and a claim in her own words.</summary>
    private async Task<Person> GivenPersonAsync()
    {
        var marketing = shop.App.Marketing;
        var (personal, _, _) = await Sample.GivenCampaignAsync(shop.App, body => body["offer"] = Sample.OfferRules());
        var (_, counted, _) = await Sample.GivenCampaignAsync(shop.App, body => body["limits"] = new JsonObject { ["perCustomer"] = 1 });
        var (_, refused, _) = await Sample.GivenCampaignAsync(shop.App, body => body["conditions"] = new JsonArray(new JsonObject { ["kind"] = "minimum-subtotal", ["amount"] = 900_000 }));
        var person = new Person(Letters("Zq"), $"{Letters("q")}@{Letters("z")}.example", Sample.NewId("session"), Letters("words"), counted, refused);
        person.OpenCode = (await shop.App.Storefront.PostAsync("offers", new JsonObject
        {
            ["campaignId"] = personal,
            ["occasion"] = "welcome",
            ["customer"] = person.Customer(),
            ["send"] = true,
        })).MustBe(201).TextOf("code");
        person.UsedCode = (await marketing.PostAsync($"campaigns/{personal}/codes", new JsonObject
        {
            ["kind"] = "personal",
            ["customer"] = person.Customer(),
            ["expiresAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(1)),
        })).MustBe(201).TextOf("code");
        Assert.StartsWith(person.FirstName[..4], person.UsedCode, StringComparison.OrdinalIgnoreCase);
        var redeemed = (await RedeemAsync(person, person.UsedCode)).MustBe(201);
        Assert.Equal(person.UsedCode, redeemed.Json["applied"]?[0]?["code"]?.GetValue<string>());
        Assert.Equal(
            redeemed.Json["applied"]?.ToJsonString(),
            (await shop.App.Storefront.GetAsync("redemptions/" + redeemed.TextOf("redemptionId"))).MustBe(200).Json["applied"]?.ToJsonString());
        var order = (await RedeemAsync(person, counted)).MustBe(201).TextOf("orderId");
        var validation = Sample.Validation(refused);
        (validation["customer"], validation["client"]) = (person.Customer(), new JsonObject { ["session"] = person.Session });
        (await shop.App.Storefront.PostAsync("codes/validate", validation)).MustBe(200);

        // She has had that discount, so the claim gives her nothing new.
        var claim = Sample.Claim(counted);
        (claim["order"] ?? throw new InvalidOperationException("No order."))["id"] = order;
        claim["customer"] = person.Customer();
        (claim["contact"] ?? throw new InvalidOperationException("No contact."))["summary"] = person.Words;
        (await shop.App.Helpdesk.PostAsync("claims", claim)).MustBe(202);
        person.Claim = claim["claimId"]?.GetValue<string>() ?? "";

        // What follows the answers is there when the history and the claim say so, and the mails are out.
        while ((await HistoryAsync(person.Email))["redemptions"]?.AsArray().Count < 2
            || (await shop.App.Helpdesk.GetAsync($"claims/{person.Claim}")).MustBe(200).Json["audit"]?.AsArray().Any(entry => entry?["event"]?.GetValue<string>() == "mailed") != true)
        {
            await Task.Delay(100, Cancellation);
        }

        return person;
    }

    private async Task<Reply> RedeemAsync(Person person, string code)
    {
        var body = Sample.Redemption(code);
        body["customer"] = person.Customer();
        return await shop.App.Storefront.PostAsync("redemptions", body);
    }

    private async Task<JsonNode> HistoryAsync(string customer, string query = "") =>
        (await shop.App.Helpdesk.GetAsync($"customers/{Uri.EscapeDataString(customer)}/history{query}")).MustBe(200).Json;

    /// <summary>Today's report without the time it was computed at.</summary>
    private async Task<string> FiguresAsync()
    {
        var report = (await shop.App.As("finance-local").GetAsync("reports/daily/" + DayInBerlin())).MustBe(200).Json;
        return string.Join('\n', new[] { "rows", "codes", "claims", "recovery", "control" }.Select(part => report[part]?.ToJsonString()));
    }

    private static string DayInBerlin() =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Letters(string start) => start + new string(Random.Shared.GetItems("abcdefghijklmnopqrstuvwxyz".AsSpan(), 10));

    private sealed record Person(string FirstName, string Email, string Session, string Words, string PublicCode, string RefusedCode)
    {
        public string OpenCode { get; set; } = "";

        public string UsedCode { get; set; } = "";

        public string Claim { get; set; } = "";

        /// <summary>All that names or quotes her.</summary>
        public string[] Named => [FirstName, Email, Email.Split('@')[0], OpenCode, UsedCode, Words, Session];

        public JsonObject Customer() => new() { ["email"] = Email, ["firstName"] = FirstName };
    }
}
