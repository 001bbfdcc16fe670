using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PromoFunctions.App.Claims;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class GiveCodeTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Desk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public async ValueTask DisposeAsync() => await _desk.ReplayAsync();

    [Fact]
    public async Task Complaint_OfACustomer_GetsACodeThatBearsTheName()
    {
        var json = _desk.Plain("complaint");

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        var issued = Assert.Single(_desk.Codes.Issued);
        var given = Assert.IsType<Remedy.NewCode>(Assert.Single(claim.State.Remedies));
        var expiresAt = _desk.Time.GetUtcNow().AddDays(60);
        Assert.Equal("recovery", claim.State.Decision?.Rule);
        Assert.Equal(ClaimStatus.Approved, claim.State.Status);
        Assert.StartsWith("JANE", issued.Code.Value, StringComparison.Ordinal);
        Assert.Equal((issued.Code.Value, "15% off your order", expiresAt), (given.Code, given.Summary, given.ExpiresAt));
        Assert.Equal((claim.CustomerKey, expiresAt), (issued.BoundTo, issued.ExpiresAt));
        Assert.Equal(("complaint", claim.Agent, expiresAt.AddDays(-60)), (issued.Gift?.Reason, issued.Gift?.Agent, issued.Gift?.GivenAt));
        Assert.Contains($"\n\n    {issued.Code.Value}\n\nIt works once, until 31 August 2026, 14:00.", claim.State.Reply?.Text, StringComparison.Ordinal);
        Assert.Contains(issued.Code.Value, Assert.Single(_desk.Mails.Sent).Html, StringComparison.Ordinal);
        var definition = Assert.Single(_desk.Catalog.Campaigns).Value.Definition;
        Assert.Equal((Goal.Recovery, "EUR", false), (definition.Goal, definition.Terms.Currency.Code, definition.Announce));
    }

    [Fact]
    public async Task Code_ThatWasGiven_IsShownWithItsClaim()
    {
        var json = _desk.Plain("complaint");
        Assert.Null(await ProcessAsync(json));

        var shown = Desk.BodyOf(await _desk.Show.OneAsync(Desk.IdOf(json).Value, Cancellation));

        var remedy = Assert.Single(shown["remedies"]?.AsArray() ?? [])?.AsObject();
        Assert.Equal(["kind", "code", "summary", "expiresAt"], remedy?.Select(member => member.Key));
        Assert.Equal(("code", Assert.Single(_desk.Codes.Issued).Code.Value), (remedy?["kind"]?.GetValue<string>(), remedy?["code"]?.GetValue<string>()));
    }

    [Fact]
    public async Task Code_ThatWasGiven_StandsInThePersonsRowsAlone()
    {
        var json = _desk.Plain("complaint");
        Assert.Null(await ProcessAsync(json));
        var code = Assert.Single(_desk.Codes.Issued).Code.Value;
        var service = new TableServiceClient(azurite.ConnectionString);
        var partition = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Desk.IdOf(json).Value)).AsSpan(0, 16));

        var kept = await RowsOf(service, "Claims", partition);
        var persons = await RowsOf(service, "ClaimPersons", partition);
        foreach (var row in persons)
        {
            await service.GetTableClient("ClaimPersons").DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancellation);
        }

        Assert.DoesNotContain(kept, row => row.Any(property => property.Value?.ToString()?.Contains(code, StringComparison.Ordinal) == true));
        Assert.Contains(persons, row => row.Any(property => property.Value?.ToString()?.Contains(code, StringComparison.Ordinal) == true));
        var remedy = Assert.Single(Desk.BodyOf(await _desk.Show.OneAsync(Desk.IdOf(json).Value, Cancellation))["remedies"]?.AsArray() ?? [])?.AsObject();
        Assert.Equal(["kind", "summary", "expiresAt"], remedy?.Select(member => member.Key));
    }

    [Fact]
    public async Task Complaint_DeliveredManyTimesAtOnce_GetsOneCode()
    {
        var json = _desk.Plain("complaint");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new Desk(azurite, shared: _desk).Process.HandleAsync(Desk.Message(json), Cancellation)));

        Assert.Single(_desk.Codes.Issued);
        Assert.Single(_desk.Mails.Sent);
        Assert.Equal(["received", "gathered", "approved", "mailed"], await _desk.EventsAsync(json));
    }

    [Fact]
    public async Task Complaints_OfOneCustomerAtOnce_GetOneCode()
    {
        var complaints = Enumerable.Range(0, 3).Select(i => _desk.Plain("complaint", "c" + i)).ToArray();
        foreach (var json in complaints)
        {
            json["customer"] = complaints[0]["customer"]?.DeepClone();
        }

        await Task.WhenAll(complaints.Select(json => new Desk(azurite, shared: _desk).Process.HandleAsync(Desk.Message(json), Cancellation)));

        var decided = await Task.WhenAll(complaints.Select(_desk.FindAsync));
        var issued = Assert.Single(_desk.Codes.Issued);
        var given = Assert.Single(decided, claim => claim.State.Decision?.Rule == "recovery");
        Assert.Equal(issued.Code.Value, Assert.IsType<Remedy.NewCode>(Assert.Single(given.State.Remedies)).Code);
        Assert.Equal(2, decided.Count(claim => claim.State is { Status: ClaimStatus.Escalated, Facts.GoodwillGivenAt: not null, Decision.Rule: "complaint-again" }));
    }

    [Fact]
    public async Task Complaint_AfterACode_IsEscalatedAndSaysUntilWhen()
    {
        var (first, second) = (_desk.Plain("complaint", "first"), _desk.Plain("complaint", "second"));
        second["customer"] = first["customer"]?.DeepClone();
        second["language"] = "de";
        Assert.Null(await ProcessAsync(first));

        Assert.Null(await ProcessAsync(second));

        var claim = await _desk.FindAsync(second);
        Assert.Equal(("complaint-again", ClaimStatus.Escalated), (claim.State.Decision?.Rule, claim.State.Status));
        Assert.Contains("bis spätestens 3. Juli 2026, 14:00 Uhr", claim.State.Reply?.Text, StringComparison.Ordinal);
        Assert.Single(_desk.Codes.Issued);
    }

    [Fact]
    public async Task FirstClaim_ThatIsDenied_GetsAGoodwillCodeInItsLanguage()
    {
        var json = _desk.Json(code: "BIG5");
        json["language"] = "de";

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        var given = Assert.IsType<Remedy.NewCode>(Assert.Single(claim.State.Remedies));
        Assert.Equal(("first-time-goodwill", ClaimStatus.Denied), (claim.State.Decision?.Rule, claim.State.Status));
        Assert.Equal(("10 % Rabatt auf Ihre Bestellung", _desk.Time.GetUtcNow().AddDays(30)), (given.Summary.Replace('\u00A0', ' '), given.ExpiresAt));
        Assert.Equal("desk-goodwill-eur-10", Assert.Single(_desk.Catalog.Campaigns).Key.Value);
    }

    [Theory]
    [InlineData(5, null, "loyal-customer", 1)]
    [InlineData(4, null, "default", 0)]
    [InlineData(0, 10_000, "significant-first-purchase", 1)]
    [InlineData(0, 9_999, "default", 0)]
    public async Task Request_ForADiscount_GetsACodeByThePolicy(int orders, int? cart, string rule, int codes)
    {
        var json = _desk.Plain("discount-request");
        json["customer"]?.AsObject().Add("ordersPlaced", orders);
        if (cart is { } worth)
        {
            json["cart"] = new JsonObject
            {
                ["currency"] = "EUR",
                ["channel"] = "web",
                ["region"] = "DE",
                ["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["sku"] = "TEA-01", ["categories"] = new JsonArray("tea"), ["quantity"] = 1, ["unitPrice"] = worth }),
            };
        }

        Assert.Null(await ProcessAsync(json));

        Assert.Equal(rule, (await _desk.FindAsync(json)).State.Decision?.Rule);
        Assert.Equal(codes, _desk.Codes.Issued.Count);
    }

    [Fact]
    public async Task Complaint_WhileTheShopHasPausedSuchCodes_IsEscalatedAndTakesNone()
    {
        Assert.Null(await ProcessAsync(_desk.Plain("complaint", "first")));
        var (id, campaign) = Assert.Single(_desk.Catalog.Campaigns);
        await _desk.Catalog.SaveAsync(id, campaign.Definition with { Status = CampaignStatus.Paused }, null, Cancellation);
        var json = _desk.Plain("complaint", "second");

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        Assert.Equal("complaint-again", claim.State.Decision?.Rule);
        Assert.Contains("The shop has stopped the codes that the desk gives.", claim.State.Decision?.Rationale ?? []);
        Assert.Contains("goodwill-stopped", await _desk.EventsAsync(json));
        Assert.Single(_desk.Codes.Issued);

        // Once it runs again, the customer gets one: nothing was noted.
        await _desk.Catalog.SaveAsync(id, campaign.Definition, null, Cancellation);
        var again = _desk.Plain("complaint", "third");
        again["customer"] = json["customer"]?.DeepClone();
        Assert.Null(await ProcessAsync(again));
        Assert.Equal("recovery", (await _desk.FindAsync(again)).State.Decision?.Rule);
    }

    [Fact]
    public async Task PromisedCode_ThatIsUnused_IsSentAgain()
    {
        var (complaint, missing) = (_desk.Plain("complaint", "first"), _desk.Plain("missing-code", "second"));
        missing["customer"] = complaint["customer"]?.DeepClone();
        Assert.Null(await ProcessAsync(complaint));
        var issued = Assert.Single(_desk.Codes.Issued);

        Assert.Null(await ProcessAsync(missing));

        var claim = await _desk.FindAsync(missing);
        var again = Assert.IsType<Remedy.SentAgain>(Assert.Single(claim.State.Remedies));
        Assert.Equal(("promised-code-found", ClaimStatus.Approved), (claim.State.Decision?.Rule, claim.State.Status));
        Assert.Equal((issued.Code.Value, issued.ExpiresAt), (again.Code, again.ExpiresAt));
        Assert.Contains(issued.Code.Value, claim.State.Reply?.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(issued.Code.Value, KeptJson.Write(claim.State with { Reply = null }), StringComparison.Ordinal);
        Assert.Single(_desk.Codes.Issued);
    }

    [Fact]
    public async Task PromisedCode_ThatIsUsedBeforeItIsSent_IsDecidedAgain()
    {
        var (complaint, missing) = (_desk.Plain("complaint", "first"), _desk.Plain("missing-code", "second"));
        missing["customer"] = complaint["customer"]?.DeepClone();
        Assert.Null(await ProcessAsync(complaint));
        var looks = 0;
        _desk.Codes.OnLook = () =>
        {
            if (++looks == 2)
            {
                _desk.Codes.Used[_desk.Codes.Issued.Single().Code] = true;
            }
        };

        Assert.Null(await ProcessAsync(missing));

        var claim = await _desk.FindAsync(missing);
        Assert.Equal("default", claim.State.Decision?.Rule);
        Assert.Null(claim.State.Facts?.BoundCode);
        Assert.Contains("code-gone", await _desk.EventsAsync(missing));
    }

    [Fact]
    public async Task PromisedCode_OfSeveral_IsTheOneThatTheClaimNames()
    {
        var key = Desk.Keys.Of(_desk.Read(_desk.Plain("missing-code")).Customer) ?? throw new InvalidOperationException();
        Assert.Null(await ProcessAsync(_desk.Plain("complaint", "other")));
        var campaign = _desk.Catalog.Campaigns.Keys.Single();
        var first = (await _desk.Codes.IssuePersonalAsync(new(campaign, "a", key, "Jane", null), Cancellation)).Issued.Code;
        var second = (await _desk.Codes.IssuePersonalAsync(new(campaign, "b", key, "Jane", null), Cancellation)).Issued.Code;

        foreach (var (named, expected) in ((PromoCode?, PromoCode)[])[(first, first), (second, second), (PromoCode.Parse("SOMETHINGELSE"), second), (null, second)])
        {
            var json = _desk.Plain("missing-code", "n" + named?.Value);
            json["customer"] = _desk.Plain("missing-code")["customer"]?.DeepClone();
            if (named is not null)
            {
                json["code"] = named.Value;
            }

            Assert.Null(await ProcessAsync(json));
            var remedies = (await _desk.FindAsync(json)).State.Remedies;
            if (named is not null)
            {
                Assert.Equal(expected.Value, Assert.IsType<Remedy.SentAgain>(Assert.Single(remedies)).Code);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Complaint_WithACrashAtEachCall_GetsOneCodeInTheEnd(bool afterEffect)
    {
        var point = 0;
        CrashPoint crash;
        do
        {
            point++;
            crash = new CrashPoint(point, afterEffect);
            var fresh = new Desk(azurite);
            var dying = new Desk(azurite, crash, fresh);
            var json = fresh.Plain("complaint", "crash" + point);
            await Record.ExceptionAsync(() => dying.Process.HandleAsync(Desk.Message(json), Cancellation));

            Assert.Null(await fresh.Process.HandleAsync(Desk.Message(json, delivery: 2), Cancellation));

            var claim = await fresh.FindAsync(json);
            Assert.Equal("recovery", claim.State.Decision?.Rule);
            Assert.Equal(Assert.Single(fresh.Codes.Issued).Code.Value, Assert.IsType<Remedy.NewCode>(Assert.Single(claim.State.Remedies)).Code);
            Assert.Single(fresh.Mails.Sent);
        }
        while (crash.Reached && point < 50);

        Assert.InRange(point, 8, 49);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Complaint_ThatFailsForGoodAfterADeathAtAnyCall_LeavesItsPlaceUnlessItsCodeStands(bool afterEffect)
    {
        var point = 0;
        var takenInVain = 0;
        CrashPoint crash;
        do
        {
            point++;
            crash = new CrashPoint(point, afterEffect);
            var fresh = new Desk(azurite);
            var (first, second) = (fresh.Plain("complaint", "first" + point), fresh.Plain("complaint", "second" + point));
            second["customer"] = first["customer"]?.DeepClone();
            var died = await Record.ExceptionAsync(() => new Desk(azurite, crash, fresh).Process.HandleAsync(Desk.Message(first), Cancellation)) is not null;
            var stood = fresh.Codes.Issued.Count;

            await fresh.Fail.NotProcessedAsync(Desk.Message(first, delivery: 5), Desk.IdOf(first), new("processing-failed", "Gone."), Cancellation);
            Assert.Null(await fresh.Process.HandleAsync(Desk.Message(second), Cancellation));

            // One code, be it the first claim's, of which the customer's later claims know, or the second's.
            Assert.Single(fresh.Codes.Issued);
            Assert.Equal(stood == 0 ? "recovery" : "complaint-again", (await fresh.FindAsync(second)).State.Decision?.Rule);
            takenInVain += died && stood == 0 ? 1 : 0;

            // Sent again, the first one gets no second code.
            if ((await fresh.Tables.FindAsync(Desk.IdOf(first), Cancellation))?.State is { Status: ClaimStatus.Failed, Facts: not null })
            {
                Assert.Equal(202, (await fresh.Resubmit.HandleAsync(Desk.IdOf(first).Value, Cancellation)).Status);
                Assert.Null(await fresh.Process.HandleAsync(Desk.Kept(Desk.IdOf(first)) with { Resubmission = 1 }, Cancellation));
                Assert.Single(fresh.Codes.Issued);
                Assert.Equal(stood == 0 ? "complaint-again" : "recovery", (await fresh.FindAsync(first)).State.Decision?.Rule);
            }
        }
        while (crash.Reached && point < 50);

        Assert.InRange(takenInVain, 3, 49);
        Assert.InRange(point, 8, 49);
    }

    [Fact]
    public async Task Complaint_ThatIsGivenUpWhileItsCodeIsOnItsWay_GivesNoSecondCodeThatWorks()
    {
        var (first, second) = (_desk.Plain("complaint", "first"), _desk.Plain("complaint", "second"));
        second["customer"] = first["customer"]?.DeepClone();
        _desk.Codes.BeforeNext = async () =>
        {
            await _desk.Fail.NotProcessedAsync(Desk.Message(first, delivery: 5), Desk.IdOf(first), new("processing-failed", "Gone."), Cancellation);
            Assert.Null(await new Desk(azurite, shared: _desk).Process.HandleAsync(Desk.Message(second), Cancellation));
        };

        Assert.Null(await ProcessAsync(first));

        Assert.Equal("recovery", (await _desk.FindAsync(second)).State.Decision?.Rule);
        Assert.Equal(2, _desk.Codes.Issued.Count);
        Assert.Single(_desk.Codes.Issued, code => code.Status == CodeStatus.Active);
        Assert.Equal(ClaimStatus.Failed, (await _desk.FindAsync(first)).State.Status);
    }

    private static async Task<List<TableEntity>> RowsOf(TableServiceClient service, string table, string partition) =>
        await service.GetTableClient(table).QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: Cancellation).ToListAsync(Cancellation);

    private Task<ClaimFailure?> ProcessAsync(JsonObject json) => _desk.Process.HandleAsync(Desk.Message(json), Cancellation);
}
