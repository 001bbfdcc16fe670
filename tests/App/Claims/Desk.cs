using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Claims;
using PromoFunctions.App.Mailing;
using PromoFunctions.App.Notices;
using PromoFunctions.App.Tests.Attempts;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>A claims desk over real tables, with a ledger and a code book in memory. Its ids are its own.</summary>
internal sealed class Desk
{
    public static readonly CustomerKeys Keys = new("a secret of some length"u8);

    private static readonly ClaimDeskSettings Settings = new("https://shop.example/news", null) { EscalationsMailTo = "desk@shop.example" };

    private static readonly Candidate[] Public =
    [
        Of("SUMMER20", "summer", """{ "kind": "percent-off", "percent": 20, "appliesTo": { "target": "items", "categories": ["tea"] } }""", "2036-09-01T00:00:00Z", announce: false),
        Of("FLASH25", "flash", """{ "kind": "percent-off", "percent": 25, "appliesTo": { "target": "items" } }""", "2026-07-02T09:00:00Z", announce: false),
        Of("BIG5", "big", """{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "order" } }""", "2036-09-01T00:00:00Z", announce: true, """{ "kind": "minimum-subtotal", "amount": 5000 }"""),
        Of("WELCOME10", "welcome", """{ "kind": "percent-off", "percent": 10, "appliesTo": { "target": "items" } }""", "2036-09-01T00:00:00Z", announce: true),
        Of("FRIENDS9", "friends", """{ "kind": "percent-off", "percent": 9, "appliesTo": { "target": "items" } }""", "2036-09-01T00:00:00Z", announce: true, """{ "kind": "customer-tag", "anyOf": ["friend"] }"""),
    ];

    private readonly string _run = AzuriteFixture.NewName("r");
    private readonly ConcurrentBag<ClaimId> _made = [];
    private readonly FakeCodeBook _codes;

    public Desk(AzuriteFixture azurite, CrashPoint? crash = null, Desk? shared = null, IPolicyStore? policies = null)
    {
        _run = shared?._run ?? _run;
        Codes = shared?.Codes ?? new FakeCodes();
        Catalog = shared?.Catalog ?? new FakeCatalog();
        _codes = new FakeCodeBook(Codes, Catalog, Public);
        Ledger = shared?.Ledger ?? new FakeLedger();
        Mails = shared?.Mails ?? new FakeMails();
        Attempts = shared?.Attempts ?? new FakeJournal();
        Time = shared?.Time ?? new FixedTime(new DateTimeOffset(2026, 7, 2, 12, 0, 0, TimeSpan.Zero));
        var tables = new PromoTables(new TableServiceClient(azurite.ConnectionString), new TableServiceClient(azurite.ConnectionString));
        Tables = new TableClaimStore(tables);
        IClaimStore store = crash is null ? Tables : new CrashingStore(Tables, crash);
        IRedemptionLedger ledger = crash is null ? Ledger : new CrashingLedger(Ledger, crash);
        IMailQueue mails = crash is null ? Mails : new CrashingMails(Mails, crash);
        Events = shared?.Events ?? new FakeClaimEvents();
        IClaimEvents events = crash is null ? Events : new CrashingClaimEvents(Events, crash);
        Deliver = new DeliverClaim(store, [new MailReply(mails), new PublishDecision(events)], Time, NullLogger<DeliverClaim>.Instance);
        Duties = new OwnDuties(Tables, _run);
        var calendar = new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Goodwill = new TableGoodwillBook(tables);
        IGoodwillBook book = Goodwill;
        IGoodwillBook goodwill = crash is null ? book : new CrashingGoodwill(book, crash);
        ICodeStore codes = crash is null ? Codes : new CrashingCodes(Codes, crash);
        var pay = new PayClaim(ledger, _codes, Keys);
        var offer = new OfferAlternatives(_codes, Keys, Settings, Time);
        var find = new FindBoundCode(codes, _codes, Time);
        var gather = new GatherFacts(store, _codes, ledger, new GatherAttempts(Attempts, _codes), find, goodwill, calendar, Keys);
        var give = new GiveCode(Catalog, codes, goodwill, Keys, calendar, new PlanNotice(Keys, new NoticeSettings(TimeSpan.FromDays(3)), Time), Time);
        var carryOut = new CarryOutRuling(pay, give, find, offer, Keys);
        var settle = new SettleClaim(store, policies ?? new WrittenPolicy(), gather, carryOut, Deliver, Settings, Time);
        Fail = new FailClaim(store, give, Time);
        Erasures = new TableErasureStore(tables, Time);
        Process = new ProcessClaim(store, Tables, Erasures, settle, Deliver, Fail, Keys, Time, NullLogger<ProcessClaim>.Instance);
        Queue = shared?.Queue ?? new FakeQueue();
        Receive = new ReceiveClaim(store, Queue, Keys);
        Show = new ShowClaims(store, Tables, Keys);
        Add = new AddContact(store, Tables, Show, Time);
        Resubmit = new ResubmitClaim(store, Tables, Queue, Time);
        var conclude = new ConcludeDecision(store, pay, offer, Deliver, Time);
        Decide = new DecideEscalation(store, conclude, Deliver, Show, ledger, Time, NullLogger<DecideEscalation>.Instance);
        var remind = new RemindOfEscalation(store, mails, Settings, new MailSettings("shop@shop.example", "Shop"), Time, NullLogger<RemindOfEscalation>.Instance);
        Attend = new AttendClaims(Duties, store, Tables, remind, conclude, Deliver, Resubmit, Time, NullLogger<AttendClaims>.Instance);
        Record = new RecordDeadClaims(Dead, Fail, NullLogger<RecordDeadClaims>.Instance);
    }

    public FailClaim Fail { get; }

    public TableErasureStore Erasures { get; }

    public TableGoodwillBook Goodwill { get; }

    /// <summary>Called once, before something is offered.</summary>
    public Func<Task>? BeforeNextOffer
    {
        set => _codes.BeforeNextOffer = value;
    }

    public FakeLedger Ledger { get; }

    public FakeJournal Attempts { get; }

    public FakeQueue Queue { get; }

    public IClaimDuties Duties { get; }

    public FakeClaimEvents Events { get; }

    public FakeDeadClaims Dead { get; } = new();

    public AddContact Add { get; }

    public ResubmitClaim Resubmit { get; }

    public DecideEscalation Decide { get; }

    public AttendClaims Attend { get; }

    public RecordDeadClaims Record { get; }
    /// <summary>Personal codes.</summary>
    public FakeCodes Codes { get; }

    /// <summary>The desk's own campaigns.</summary>
    public FakeCatalog Catalog { get; }

    public FixedTime Time { get; }

    public TableClaimStore Tables { get; }

    public FakeMails Mails { get; }

    public DeliverClaim Deliver { get; }

    public ProcessClaim Process { get; }

    public ReceiveClaim Receive { get; }

    public ShowClaims Show { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Holds every claim that was made here to what was kept with it.</summary>
    public async Task ReplayAsync(IPolicyStore? policies = null)
    {
        foreach (var id in _made.Distinct())
        {
            await Replay.OneAsync(id, Tables, policies ?? new WrittenPolicy(), Cancellation);
        }
    }

    /// <summary>A claim that rule valid-at-order-time grants: €5.00.</summary>
    public JsonObject Json(string name = "1", string kind = "missed-code", string code = "SUMMER20", string order = "o")
    {
        var json = Sample(name, kind, code, order);
        _made.Add(IdOf(json));
        return json;
    }

    private JsonObject Sample(string name, string kind, string code, string order) => new()
    {
        ["claimId"] = $"{_run}-{name}",
        ["kind"] = kind,
        ["code"] = code,
        ["customer"] = new JsonObject { ["email"] = $"{name}@{_run}.example", ["firstName"] = "Jane" },
        ["order"] = new JsonObject
        {
            ["id"] = $"{_run}-{order}",
            ["placedAt"] = "2026-07-02T10:00:00Z",
            ["cart"] = new JsonObject
            {
                ["currency"] = "EUR",
                ["channel"] = "web",
                ["region"] = "DE",
                ["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["sku"] = "TEA-01", ["categories"] = new JsonArray("tea"), ["quantity"] = 2, ["unitPrice"] = 1250 }),
            },
        },
        ["contact"] = new JsonObject { ["channel"] = "chat", ["agent"] = "kim", ["reference"] = "ticket", ["summary"] = "Forgot the code" },
    };

    /// <summary>A claim whose amount is for a person to decide: €100.00 by the terms.</summary>
    public JsonObject Significant(string name = "1", string code = "SUMMER20")
    {
        var json = Json(name, code: code, order: "o-" + name);
        if (json["order"]?["cart"]?["lines"]?[0] is { } line)
        {
            line["quantity"] = 40;
        }

        return json;
    }

    /// <summary>The claim, escalated.</summary>
    public async Task<ClaimRecord> EscalatedAsync(JsonObject json)
    {
        Assert.Null(await Process.HandleAsync(Message(json), Cancellation));
        var claim = await FindAsync(json);
        Assert.Equal(ClaimStatus.Escalated, claim.State.Status);
        return claim;
    }

    public Claim Read(JsonObject json)
    {
        var errors = new InputErrors();
        return JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), errors, reader => Claim.Read(reader, ClaimId.New(), Time.GetUtcNow()))
            ?? throw new InvalidOperationException(errors.ToList()[0].Key + " " + errors.ToList()[0].Value[0]);
    }

    /// <summary>A message with the claim itself.</summary>
    public static QueuedClaim Message(JsonObject json, int delivery = 1, string name = "m") =>
        new(Encoding.UTF8.GetBytes(json.ToJsonString()), name, false, delivery);

    /// <summary>A message with the id of a kept claim.</summary>
    public static QueuedClaim Kept(ClaimId id, int delivery = 1) => new(Encoding.UTF8.GetBytes(id.Value), id.Value, true, delivery);

    public async Task<ClaimRecord> FindAsync(JsonObject json)
    {
        var found = await Tables.FindAsync(IdOf(json), Cancellation);
        Assert.NotNull(found);
        return found;
    }

    /// <summary>A claim without an order: a complaint, a promised code, or a request for a discount.</summary>
    public JsonObject Plain(string kind, string name = "1")
    {
        var json = Json(name, kind);
        json.Remove("order");
        json.Remove("code");
        json["currency"] = "EUR";
        return json;
    }

    public static ClaimId IdOf(JsonObject json) => ClaimId.Parse(json["claimId"]?.GetValue<string>() ?? "");

    public async Task<IEnumerable<string>> EventsAsync(JsonObject json) =>
        (await Tables.AuditAsync(IdOf(json), Cancellation)).Select(entry => entry.Event);

    /// <summary>The body of an answer.</summary>
    public static JsonNode BodyOf(PromoFunctions.App.Http.Answer answer)
    {
        using var buffer = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer))
        {
            Assert.NotNull(answer.Write);
            answer.Write(writer);
        }

        return JsonNode.Parse(buffer.ToArray()) ?? throw new InvalidOperationException();
    }

    private static Candidate Of(string code, string campaign, string discount, string endsAt, bool announce, string condition = "")
    {
        var json = $$"""
            { "name": "{{campaign}}", "goal": "retention", "status": "active", "currency": "EUR", "startsAt": "2026-06-01T00:00:00Z", "endsAt": "{{endsAt}}",
              "timeZone": "Europe/Berlin", "discount": {{discount}}, "conditions": [{{condition}}], "combinesWith": [], "announce": {{(announce ? "true" : "false")}} }
            """;
        var errors = new InputErrors();
        var definition = JsonInput.Read(Encoding.UTF8.GetBytes(json), errors, CampaignDefinition.Read)
            ?? throw new InvalidOperationException(errors.ToList()[0].Key + " " + errors.ToList()[0].Value[0]);
        return new Candidate(PromoCode.Parse(code), Campaign.Create(CampaignId.Parse(campaign), definition));
    }
}

/// <summary>A clock that stands still; delays pass at once.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time) => _now += time;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
        }

        return System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
