using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.App.Tests.Reports.Histories;

/// <summary>Lets things happen in the ledger and the claims store by chance, and writes down what it did.</summary>
internal sealed class FinanceHistory(FinanceDesk desk, Random random, string ending)
{
    private static readonly string[] Channels = ["web", "app", "Store 1/2 #3?"];
    private static readonly string[] Agents = ["kim", "lee|a"];
    private static readonly string[] Kinds = ["complaint", "discount-request", "missing-code"];

    private readonly List<(PromoCode Code, string Campaign, CustomerKey? Customer, Issued? Issue, Given? Gift)> _codes = [];
    private readonly List<Order> _orders = [];
    private readonly List<ClaimId> _escalated = [];
    private int _number;

    public HistoryEvents Events { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => desk.Time.GetUtcNow();

    /// <summary>The campaigns and what they begin with.</summary>
    public async Task BeginAsync(string endsAt)
    {
        foreach (var (id, currency) in ((string, string)[])[("tea", "EUR"), ("mug", "EUR"), ("sencha", "JPY"), ("desk-eur", "EUR"), ("desk-jpy", "JPY")])
        {
            await desk.CampaignAsync(id, currency, total: id == "tea" ? null : 2_000);
        }

        await desk.CampaignAsync(ending, "EUR", total: 2_000, endsAt: endsAt);
        foreach (var id in (string[])["tea", "mug", "sencha", ending])
        {
            Assert.Equal(AddCodeOutcome.Added, await desk.Catalog.AddPublicCodeAsync(CampaignId.Parse(id), PromoCode.Parse("ALL" + id), Token));
            Events.Issues.Add(new(Now, id, "public", 1, null));
            await IssueAsync(id, "b-1");
        }
    }

    /// <summary>One thing, by chance.</summary>
    public Task GoOnAsync() => random.Next(15) switch
    {
        < 5 => RedeemAsync(null),
        5 => RedeemAsync(TimeSpan.FromMinutes(5)),
        6 => IssueAsync(random.Next(2) == 0 ? "tea" : ending, $"b-{++_number}"),
        7 => IssuePersonalAsync(),
        8 or 9 => RefundAsync(),
        10 => PayLateAsync(),
        11 => DecideAsync(),
        12 => TakeBackAsync(),
        _ => GiveAsync(),
    };

    /// <summary>An order whose shopper pays on the other side of midnight.</summary>
    public async Task PayAcrossAsync(DateTimeOffset paidAt)
    {
        if (await PlaceAsync(TimeSpan.FromMinutes(30)) is var order)
        {
            desk.Time.Set(paidAt);
            await ConfirmAsync(order);
        }
    }

    /// <summary>Ends the holds that ran out.</summary>
    public async Task SweepAsync()
    {
        await new LedgerSweep(desk.Tables, desk.Ledger, desk.Time, NullLogger<LedgerSweep>.Instance).RunAsync(Token);
        foreach (var order in _orders.Where(order => order.Lapses).ToList())
        {
            Assert.Equal(RedemptionState.Released, (await desk.Ledger.FindAsync(order.RedemptionId, Token))?.State);
            Events.Lapses.AddRange(order.Parts.Select(part => part.Campaign).Distinct().Select(campaign => new Lapsed(Now, campaign, order.Currency, order.Channel)));
            _orders.Remove(order);
        }
    }

    /// <summary>Holds that nobody ends: whoever sweeps next does, and that tells when.</summary>
    public async Task ForgetHoldsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _orders.Add(await PlaceAsync(TimeSpan.FromMinutes(5)) with { Lapses = true });
        }
    }

    /// <summary>Writes down that the holds which ran out were ended at an instant, by somebody else.</summary>
    public void LapsedAt(DateTimeOffset at)
    {
        foreach (var order in _orders.Where(order => order.Lapses))
        {
            Events.Lapses.AddRange(order.Parts.Select(part => part.Campaign).Distinct().Select(campaign => new Lapsed(at, campaign, order.Currency, order.Channel)));
        }

        _orders.RemoveAll(order => order.Lapses);
    }

    /// <summary>Codes that the shop brings along, with an end of their own; nobody redeems them.</summary>
    public async Task ImportAsync(string campaign, string import, int count, DateTimeOffset expiresAt)
    {
        var codes = Enumerable.Range(0, count).Select(i => new IssuedCode(PromoCode.Parse($"{import.ToUpperInvariant()}X{i}"), CampaignId.Parse(campaign), CodeKind.Unique) { ExpiresAt = expiresAt }).ToList();
        Assert.All(await desk.Codes.ImportAsync(CampaignId.Parse(campaign), BatchId.Parse(import), codes, Token), outcome => Assert.Equal(ImportCodeOutcome.Added, outcome));
        Events.Issues.Add(new(Now, campaign, import, count, LastDayOf(expiresAt)));
    }

    /// <summary>A code whose customer is to be told before its end.</summary>
    public async Task IssueWithNoticeAsync(string campaign, string email, DateTimeOffset tellAt, DateTimeOffset expiresAt)
    {
        var customer = Customer();
        await desk.Codes.IssuePersonalAsync(
            new(CampaignId.Parse(campaign), $"offer-{++_number}", customer, "Jane", expiresAt) { Notice = new(tellAt, email, "Jane", "en", [customer]) },
            Token);
        Events.Issues.Add(new(Now, campaign, "personal", 1, LastDayOf(expiresAt)));
    }

    private async Task RedeemAsync(TimeSpan? hold)
    {
        var order = await PlaceAsync(hold);
        if (hold is null)
        {
            Book(order);
            return;
        }

        desk.Time.Set(Now.AddMinutes(2));
        switch (random.Next(3))
        {
            case 0:
                await ConfirmAsync(order);
                break;
            case 1:
                Assert.IsType<HoldOutcome.Done>(await desk.Ledger.ReleaseAsync(order.RedemptionId, Token));
                break;
            default:
                _orders.Add(order with { Lapses = true });
                break;
        }
    }

    private async Task ConfirmAsync(Order order)
    {
        Assert.IsType<HoldOutcome.Done>(await desk.Ledger.ConfirmAsync(order.RedemptionId, Token));
        Book(order);
    }

    private void Book(Order order)
    {
        _orders.Add(order with { Uses = UsesOf(order, retroactive: false) });
    }

    private ImmutableArray<Used> UsesOf(Order order, bool retroactive)
    {
        var uses = order.Parts.Select((part, i) => new Used(
            Now,
            order.At,
            order.Id,
            order.Customer,
            order.Channel,
            order.Currency,
            order.Units * order.Price,
            part.Campaign,
            part.Discount,
            retroactive,
            part.Issue?.Batch ?? (part.Gift is null ? "public" : "personal"),
            part.Issue?.LastDay ?? part.Gift?.LastDay)
        {
            Gift = part.Gift,
        }).ToImmutableArray();
        Events.Uses.AddRange(uses);
        return uses;
    }

    /// <summary>An order with one code, or with the public codes of two campaigns; of one that works once its use is over.</summary>
    private async Task<Order> PlaceAsync(TimeSpan? hold)
    {
        List<Part> parts;
        var customer = random.Next(4) == 0 ? null : $"c{random.Next(5)}";
        if (_codes.Count > 0 && random.Next(2) == 0)
        {
            var (code, campaign, owner, issue, gift) = _codes[random.Next(_codes.Count)];
            customer = owner?.Value ?? customer;
            parts = [new(code, campaign, random.Next(600), issue, gift)];
        }
        else
        {
            List<string> campaigns = random.Next(4) switch { 0 => ["sencha"], 1 => ["tea"], 2 => [ending], _ => ["mug", "tea"] };
            parts = [.. campaigns.Select(campaign => new Part(PromoCode.Parse("ALL" + campaign), campaign, random.Next(600), null, null))];
        }

        var order = await OrderAsync($"o{++_number}", customer, parts);
        var intent = await IntentAsync(order) with { HoldFor = hold };
        order = order with { At = Now };
        switch (await desk.Ledger.RedeemAsync(intent, Token))
        {
            case RedeemOutcome.Made made:
                _codes.RemoveAll(code => parts.Exists(part => part.Code == code.Code) && hold is null);
                return order with { RedemptionId = made.Redemption.RedemptionId };
            default:
                // The code is used or held: another one then.
                _codes.RemoveAll(code => parts.Exists(part => part.Code == code.Code));
                return await PlaceAsync(hold);
        }
    }

    private async Task<Order> OrderAsync(string id, string? customer, List<Part> parts)
    {
        var view = await desk.Catalog.RefreshAsync(Token);
        var currency = view.Campaigns[CampaignId.Parse(parts[0].Campaign)].Definition.Terms.Currency.Code;
        return new(id, customer, Channels[random.Next(Channels.Length)], currency, random.Next(2, 5), random.Next(700, 3_000), [.. parts], "", default);
    }

    private async Task<RedemptionIntent> IntentAsync(Order order)
    {
        var view = await desk.Catalog.ViewAsync(Token);
        var parts = new List<RedemptionPart>();
        foreach (var part in order.Parts)
        {
            var issued = await desk.Codes.FindAsync(part.Code, Token);
            var campaign = view.Campaigns[CampaignId.Parse(part.Campaign)];
            parts.Add(new(part.Code.Value, part.Campaign, campaign.Revision, 1, part.Discount, issued?.Stamp)
            {
                Lanes = campaign.Lanes,
                Lines = [new AppliedLine("1", part.Discount)],
                Origin = issued is { CampaignId: not null } ? CodeOrigin.Of(issued) : null,
            });
        }

        return new(order.Id, order.Id, order.Customer, order.Currency, order.Channel, order.Units * order.Price, parts.Sum(part => part.Discount), "[]", [.. parts])
        {
            Lines = [new BoughtLine("1", order.Units, order.Price)],
        };
    }

    private async Task IssueAsync(string campaign, string batch)
    {
        var (count, issue) = (random.Next(1, 4), new Issued(Now, campaign, batch, 0, null));
        Assert.IsType<IssueBatchOutcome.Complete>(await desk.Codes.IssueBatchAsync(CampaignId.Parse(campaign), BatchId.Parse(batch), PromoCode.Parse("U"), count, Token));
        Events.Issues.Add(issue with { Count = count });
        await foreach (var code in desk.Codes.ListAsync(CampaignId.Parse(campaign), BatchId.Parse(batch), Token))
        {
            _codes.Add((code.Code, campaign, null, issue, null));
        }
    }

    private async Task IssuePersonalAsync()
    {
        var (campaign, customer, expiresAt) = (random.Next(2) == 0 ? "tea" : ending, Customer(), Now.AddHours(random.Next(1, 60)));
        var issued = await desk.Codes.IssuePersonalAsync(new(CampaignId.Parse(campaign), $"offer-{++_number}", customer, "Jane", expiresAt), Token);
        var issue = new Issued(Now, campaign, "personal", 1, LastDayOf(expiresAt));
        Events.Issues.Add(issue);
        _codes.Add((issued.Issued.Code, campaign, customer, issue, null));
    }

    /// <summary>A claim that is decided at once, with a code of the desk's for the customer.</summary>
    private async Task GiveAsync()
    {
        var currency = random.Next(3) == 0 ? "JPY" : "EUR";
        var (campaign, agent, kind) = ("desk-" + currency.ToLowerInvariant(), Agents[random.Next(Agents.Length)], Kinds[random.Next(Kinds.Length)]);
        var claim = await AddAsync(kind, currency, agent);
        var (customer, expiresAt) = (Customer(), Now.AddHours(random.Next(10, 60)));
        var personal = new PersonalIssue(CampaignId.Parse(campaign), "claim|" + claim.Id.Value, customer, "Kim", expiresAt) { Gift = new(kind, agent, Now) };
        var issued = await desk.Codes.IssuePersonalAsync(personal, Token);
        await SaveAsync(claim, kind, Decision(ClaimOutcome.Approved, 0, currency, "policy"), [Remedy.NewCode.Of(campaign, personal.IssueId, "A gift", expiresAt)]);
        var gift = new Given(personal.Gift.GivenAt, kind, agent, campaign, currency, LastDayOf(expiresAt));
        Events.Gifts.Add(gift);
        Events.Issues.Add(new(Now, campaign, "personal", 1, LastDayOf(expiresAt)));
        _codes.Add((issued.Issued.Code, campaign, customer, null, gift));
    }

    /// <summary>A code of the desk's that nobody has used is voided, or erased with its person.</summary>
    private async Task TakeBackAsync()
    {
        foreach (var (code, _, customer, _, gift) in _codes.ToList())
        {
            if (gift is not null && customer is { } owner && await desk.Codes.FindAsync(code, Token) is { TakenBy: null })
            {
                var taken = random.Next(2) == 0
                    ? desk.Withdrawn.VoidAsync(code, Token)
                    : new EraseCodes(desk.Tables, desk.Calendar, desk.Time).EraseAsync(owner, Token);
                await taken;
                Events.Withdrawals.Add(new(Now, gift));
                _codes.RemoveAll(other => other.Code == code);
                return;
            }
        }
    }

    /// <summary>A claim that pays, is denied or escalated; or a person's decision on one that was escalated.</summary>
    private async Task DecideAsync()
    {
        if (_escalated.Count > 0 && random.Next(2) == 0)
        {
            var id = _escalated[0];
            _escalated.RemoveAt(0);
            var standing = await desk.Claims.FindAsync(id, Token) ?? throw new InvalidOperationException();
            var (amount, beyond) = (random.Next(1, 5_000), random.Next(500));
            var decision = Decision(ClaimOutcome.Approved, amount, "EUR", AgentRuling.ActorPrefix + "lee");
            var state = standing.State with { Status = ClaimStatus.Approved, ByAgent = new AgentRuling(decision, id.Value, true) { Beyond = beyond } };
            Assert.NotNull(await desk.Claims.SaveAsync(standing, state, [], Token));
            Events.Claims.Add(new(decision.DecidedAt, "complaint", "EUR", "approved", Minutes(standing, decision), amount, beyond));
            return;
        }

        var claim = await AddAsync("complaint", "EUR", "kim");
        var outcome = (ClaimOutcome)random.Next(3);
        await SaveAsync(claim, "complaint", Decision(outcome, outcome == ClaimOutcome.Approved ? random.Next(1, 3_000) : 0, "EUR", "policy"), []);
        if (outcome == ClaimOutcome.Escalated)
        {
            _escalated.Add(claim.Id);
        }
    }

    /// <summary>A claim's retroactive redemption for an order of an earlier hour or day.</summary>
    private async Task PayLateAsync()
    {
        var campaign = random.Next(2) == 0 ? "tea" : "sencha";
        var order = await OrderAsync($"late{++_number}", $"c{random.Next(5)}", [new(PromoCode.Parse("ALL" + campaign), campaign, random.Next(600), null, null)]);
        var placedAt = Now.AddHours(-random.Next(48));
        var made = Assert.IsType<RedeemOutcome.Made>(await desk.Ledger.RedeemRetroactivelyAsync(await IntentAsync(order), placedAt, Token));
        order = order with { At = placedAt, RedemptionId = made.Redemption.RedemptionId };
        _orders.Add(order with { Uses = UsesOf(order, retroactive: true) });
    }

    /// <summary>A unit of an order with one code, or all that is left of any.</summary>
    private async Task RefundAsync()
    {
        var index = _orders.FindIndex(order => !order.Lapses && order.Uses.Length > 0 && order.Units > order.Back && random.Next(2) == 0);
        if (index < 0)
        {
            return;
        }

        var order = _orders[index];
        var units = order.Uses.Length == 1 && random.Next(3) > 0 ? 1 : order.Units - order.Back;
        var request = new RefundRequest($"r{++_number}", [new RefundedUnits("1", units)]);
        Assert.IsType<RefundOutcome.Made>(await desk.Ledger.RefundAsync(order.RedemptionId, request, Token));
        var whole = order.Back + units == order.Units;
        foreach (var use in order.Uses)
        {
            // After r of q units, r/q of the discount are back, rounded half up.
            Events.Returns.Add(new(Now, use, PartOf(use.Discount, order.Back + units, order.Units) - PartOf(use.Discount, order.Back, order.Units), whole));
        }

        _orders[index] = order with { Back = order.Back + units };
        if (whole && order.Parts is [{ Gift: not null } or { Issue: not null }])
        {
            // Its code works once more.
            var part = order.Parts[0];
            _codes.Add((part.Code, part.Campaign, null, part.Issue, part.Gift));
        }
    }

    private static long PartOf(long amount, int units, int all) => (long)Math.Floor((amount * units / (decimal)all) + 0.5m);

    private async Task<ClaimRecord> AddAsync(string kind, string currency, string agent)
    {
        var json = new JsonObject
        {
            ["claimId"] = $"claim-{++_number}",
            ["kind"] = kind,
            ["currency"] = currency,
            ["customer"] = new JsonObject { ["email"] = $"{_number}@shop.example" },
            ["contact"] = new JsonObject { ["channel"] = "chat", ["agent"] = agent, ["reference"] = "ticket", ["summary"] = "Help" },
        };
        var errors = new InputErrors();
        var claim = JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), errors, reader => Claim.Read(reader, ClaimId.New(), Now))
            ?? throw new InvalidOperationException(errors.ToList()[0].Key + " " + errors.ToList()[0].Value[0]);
        var customer = Tests.Claims.Desk.Keys.Of(claim.Customer) ?? throw new InvalidOperationException();
        var kept = Assert.IsType<ClaimAddition.Kept>(await desk.Claims.AddAsync(claim, customer, Now, Token));
        Events.Claims.Add(new(kept.Claim.ReceivedAt, kind, currency, "received", 0, 0, 0));
        return kept.Claim;
    }

    private async Task SaveAsync(ClaimRecord claim, string kind, Decision decision, IReadOnlyList<Remedy> remedies)
    {
        var state = new ClaimState(decision.Outcome.ToStatus()) { Ruling = new ClaimRuling(decision, [], default(ReplyReason)), Remedies = remedies };
        Assert.NotNull(await desk.Claims.SaveAsync(claim, state, [], Token));
        Events.Claims.Add(new(decision.DecidedAt, kind, decision.Currency, Vocabulary<ClaimOutcome>.Words[decision.Outcome], Minutes(claim, decision), decision.Amount, 0));
    }

    private Decision Decision(ClaimOutcome outcome, long amount, string currency, string by) =>
        new(outcome, "rule", ClaimComplexity.Low, amount, currency, ["A reason."], 1, null, by, Now);

    private static long Minutes(ClaimRecord claim, Decision decision) => (long)Math.Floor((decision.DecidedAt - claim.ReceivedAt).TotalMinutes + 0.5);

    private string LastDayOf(DateTimeOffset expiresAt) => desk.Calendar.DayOf(expiresAt.AddTicks(-1));

    private CustomerKey Customer() => Tests.Claims.Desk.Keys.Of(Person(++_number)) ?? throw new InvalidOperationException();

    private static Customer Person(int number)
    {
        var errors = new InputErrors();
        var json = Encoding.UTF8.GetBytes($$"""{ "email": "{{number}}@shop.example" }""");
        return JsonInput.Read(json, errors, Domain.Customers.Customer.Read) ?? throw new InvalidOperationException();
    }

    private sealed record Part(PromoCode Code, string Campaign, long Discount, Issued? Issue, Given? Gift);

    private sealed record Order(string Id, string? Customer, string Channel, string Currency, int Units, long Price, ImmutableArray<Part> Parts, string RedemptionId, DateTimeOffset At)
    {
        public ImmutableArray<Used> Uses { get; init; } = [];

        public int Back { get; init; }

        /// <summary>Held, and nobody ends it.</summary>
        public bool Lapses { get; init; }
    }
}
