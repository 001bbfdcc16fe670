using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Attempts;
using PromoFunctions.App.Claims;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Notices;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage;
using PromoFunctions.Storage.Attempts;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Storage.Guessing;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>A claims desk as one process has it: with the real ledger, catalogue and codes over real tables. Mail is kept in memory.</summary>
internal sealed class RealDesk : IAsyncDisposable
{
    private static readonly byte[] Secret = "a secret of some length"u8.ToArray();
    private static readonly CustomerKeys Keys = new(Secret);

    private readonly PromoTables _tables;
    private readonly string _run = AzuriteFixture.NewName("r");

    public RealDesk(AzuriteFixture azurite)
    {
        _tables = new PromoTables(new TableServiceClient(azurite.ConnectionString), new TableServiceClient(azurite.ConnectionString));
        var time = TimeProvider.System;
        var calendar = new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Ledger = new TableRedemptionLedger(_tables, time, calendar, NullLoggerFactory.Instance);
        Catalog = new TableCampaignCatalog(_tables, Ledger, time, NullLogger<TableCampaignCatalog>.Instance);
        Codes = new TableCodeStore(_tables, Ledger, Catalog, time);
        Claims = new TableClaimStore(_tables);
        Journal = new TableAttemptJournal(_tables, new CodePseudonyms(Secret), new SessionKeys(Secret), time, NullLogger<TableAttemptJournal>.Instance);
        Records = new RecordAttempts(Journal, Keys, time);
        var lookup = new CodeLookup(Catalog, Codes, Ledger, new TakenCodes(time));
        var guesses = new TableGuessLedger(_tables, time, NullLogger<TableGuessLedger>.Instance);
        var guard = new GuessGuard(guesses, new GuessSubjects(Secret), time);
        var memory = new ValidateFromMemory(new TableLastKnown(Catalog, Ledger, guesses), guard, Records, Keys, time);
        Validate = new ValidateCodes(lookup, guard, Records, memory, Keys, time);
        var book = new CatalogCodeBook(lookup, Catalog, Codes, Ledger);
        var goodwill = new TableGoodwillBook(_tables);
        var find = new FindBoundCode(Codes, book, time);
        var settings = new ClaimDeskSettings(null, null);
        var deliver = new DeliverClaim(Claims, [new MailReply(Mails)], time, NullLogger<DeliverClaim>.Instance);
        var give = new GiveCode(Catalog, Codes, goodwill, Keys, calendar, new PlanNotice(Keys, new NoticeSettings(TimeSpan.FromDays(3)), time), time);
        var settle = new SettleClaim(
            Claims,
            new WrittenPolicy(),
            new GatherFacts(Claims, book, Ledger, new GatherAttempts(Journal, book), find, goodwill, calendar, Keys),
            new CarryOutRuling(
                new PayClaim(Ledger, book, Keys),
                give,
                find,
                new OfferAlternatives(book, Keys, settings, time),
                Keys),
            deliver,
            settings,
            time);
        Process = new ProcessClaim(Claims, Claims, new TableErasureStore(_tables, time), settle, deliver, new FailClaim(Claims, give, time), Keys, time, NullLogger<ProcessClaim>.Instance);
    }

    public TableRedemptionLedger Ledger { get; }

    public TableCampaignCatalog Catalog { get; }

    public TableCodeStore Codes { get; }

    public TableClaimStore Claims { get; }

    /// <summary>Codes that did not work.</summary>
    public TableAttemptJournal Journal { get; }

    /// <summary>Writes them there.</summary>
    public RecordAttempts Records { get; }

    /// <summary>The storefront's question.</summary>
    public ValidateCodes Validate { get; }

    public FakeMails Mails { get; } = new();

    public ProcessClaim Process { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task CreateTablesAsync()
    {
        await _tables.CreateAsync(Cancellation);
        await Claims.CreateTablesAsync(Cancellation);
    }

    /// <summary>A campaign of 20% off everything with a public code, running since some days.</summary>
    public async Task<(Campaign Campaign, string Code)> CampaignAsync(string limits, string conditions = "[]")
    {
        var body = Sample.Campaign();
        (body["limits"], body["announce"]) = (JsonNode.Parse(limits), false);
        body["conditions"] = JsonNode.Parse(conditions);
        body["startsAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(-10));
        body["discount"] = JsonNode.Parse("""{ "kind": "percent-off", "percent": 20, "appliesTo": { "target": "order" } }""");
        var definition = JsonInput.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), new InputErrors(), CampaignDefinition.Read) ?? throw new InvalidOperationException("The sample is valid.");
        var (id, code) = (CampaignId.Parse(Sample.NewId("m")), Sample.NewCode());
        var saved = Assert.IsType<SaveCampaignOutcome.Saved>(await Catalog.SaveAsync(id, definition, null, Cancellation));
        Assert.Equal(AddCodeOutcome.Added, await Catalog.AddPublicCodeAsync(id, PromoCode.Parse(code), Cancellation));
        return (saved.Campaign, code);
    }

    /// <summary>A claim of a customer of its own on an order of its own: goods for €25.00.</summary>
    public JsonObject Json(string name, string kind, string? code = null) => new()
    {
        ["claimId"] = $"{_run}-{name}",
        ["kind"] = kind,
        ["code"] = code ?? "NOSUCHCODE",
        ["customer"] = new JsonObject { ["email"] = $"{name}@{_run}.example", ["firstName"] = "Jane" },
        ["order"] = new JsonObject
        {
            ["id"] = $"{_run}-{name}",
            ["placedAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddHours(-1)),
            ["cart"] = new JsonObject
            {
                ["currency"] = "EUR",
                ["channel"] = "web",
                ["region"] = "DE",
                ["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["sku"] = "TEA-01", ["categories"] = new JsonArray("tea"), ["quantity"] = 2, ["unitPrice"] = 1250 }),
            },
        },
        ["contact"] = new JsonObject { ["channel"] = "chat", ["agent"] = _run, ["reference"] = "ticket", ["summary"] = "s" },
    };

    /// <summary>Processes a claim; what becomes of it.</summary>
    public async Task<ClaimRecord> DecideAsync(JsonObject json)
    {
        Assert.Null(await Process.HandleAsync(Desk.Message(json), Cancellation));
        return await Claims.FindAsync(Desk.IdOf(json), Cancellation) ?? throw new InvalidOperationException("The claim is gone.");
    }

    /// <summary>Holds every claim of this desk to what was kept with it.</summary>
    public Task<int> ReplayAsync() => Replay.AllAsync(Claims, new WrittenPolicy(), _run, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        await Ledger.DisposeAsync();
    }
}
