using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Attempts;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using PromoFunctions.App.Redemptions;
using PromoFunctions.App.Tests.Attempts;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Guessing;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.App.Tests.Validation;

/// <summary>Validation as one process has it, with every storage request on record. Its clock stands, so nothing in memory grows old and is asked for again unless the test lets time pass.</summary>
internal sealed class CountedShop : IAsyncDisposable
{
    private static readonly byte[] Secret = "a secret of some length"u8.ToArray();

    private readonly FaultGate _gate;
    private readonly StoppedClock _clock = new();
    private readonly PromoTables _tables;
    private readonly ValidateCodes _validate;
    private readonly CodeLookup _lookup;
    private readonly GuessGuard _guard;
    private readonly RecordAttempts _attempts;

    public CountedShop(string connectionString, FaultPlan? plan = null)
    {
        _gate = new("counted", plan ?? FaultPlan.None);
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(_gate, HttpPipelinePosition.BeforeTransport);
        _tables = new(new TableServiceClient(connectionString, options), new TableServiceClient(connectionString, options));
        var pseudonyms = new CodePseudonyms(Secret);
        Ledger = new(_tables, _clock, new BusinessCalendar(TimeZoneInfo.Utc), NullLoggerFactory.Instance, null, pseudonyms);
        Books = new(Ledger, _tables, pseudonyms);
        Catalog = new(_tables, Ledger, _clock, NullLogger<TableCampaignCatalog>.Instance);
        Codes = new(_tables, Ledger, Catalog, _clock);
        var guesses = new TableGuessLedger(_tables, _clock, NullLogger<TableGuessLedger>.Instance);
        _guard = new GuessGuard(guesses, new GuessSubjects(Secret), _clock);
        _attempts = new RecordAttempts(Attempts, Keys, _clock);
        var memory = new ValidateFromMemory(new TableLastKnown(Catalog, Ledger, guesses), _guard, _attempts, Keys, _clock);
        _lookup = new(Catalog, Codes, Ledger, new TakenCodes(_clock));
        _validate = new(_lookup, _guard, _attempts, memory, Keys, _clock);
    }

    public static CustomerKeys Keys { get; } = new(Secret);

    /// <summary>Its writes are not among the requests of a validation.</summary>
    public FakeJournal Attempts { get; } = new();

    public TableRedemptionLedger Ledger { get; }

    /// <summary>The ledger as the functions see it.</summary>
    public NamelessLedger Books { get; }

    public TableCampaignCatalog Catalog { get; }

    public TableCodeStore Codes { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Redeeming as the shop does, with another ledger and clock.</summary>
    public RedeemCodes Redeeming(IRedemptionLedger ledger, TimeProvider clock) => new(_lookup, _guard, ledger, _attempts, Keys, clock);

    public Task CreateAsync() => _tables.CreateAsync(Cancellation);

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Storage does not answer any more.</summary>
    public void Cut() => _gate.Stop();

    public void Pass(TimeSpan time) => _clock.Pass(time);

    /// <summary>Ends when the catalogue in memory is as old as the clock: it is renewed beside an answer, and a renewal under way would be counted with the next one.</summary>
    public Task RenewedAsync() => Catalog.RefreshAsync(Cancellation);

    /// <summary>A campaign with a public code.</summary>
    public async Task<(CampaignId Campaign, string Code)> CampaignAsync(string limits = "{}", string currency = "EUR", bool announce = false)
    {
        var body = Sample.Campaign();
        (body["limits"], body["currency"], body["announce"]) = (JsonNode.Parse(limits), currency, announce);
        var (id, code) = (CampaignId.Parse(Sample.NewId("m")), Sample.NewCode());
        Assert.IsType<SaveCampaignOutcome.Saved>(await Catalog.SaveAsync(id, Read(body, CampaignDefinition.Read), null, Cancellation));
        Assert.Equal(AddCodeOutcome.Added, await Catalog.AddPublicCodeAsync(id, PromoCode.Parse(code), Cancellation));
        return (id, code);
    }

    /// <summary>Unique codes.</summary>
    public async Task<string[]> IssueAsync(CampaignId campaign, int count)
    {
        var batch = BatchId.New();
        await Codes.IssueBatchAsync(campaign, batch, PromoCode.Parse("TEA"), count, Cancellation);
        return await Codes.ListAsync(campaign, batch, Cancellation).Select(code => code.Code.Value).ToArrayAsync(Cancellation);
    }

    /// <summary>Validates, and answers the requests that were sent for it.</summary>
    /// <param name="customer">Who; null for nobody.</param>
    /// <param name="codes">The codes.</param>
    /// <param name="currency">Of the cart.</param>
    /// <param name="session">Of the browser; null for none.</param>
    public async Task<(JsonNode Answer, IReadOnlyList<SentRequest> Sent)> ValidateAsync(string? customer, string[] codes, string currency = "EUR", string? session = "new")
    {
        var before = _gate.Sent.Count;
        var answer = await AnswerAsync(customer, codes, currency, session);
        Assert.Equal(200, answer.Status);
        return (JsonOf(answer), [.. _gate.Sent.Skip(before).Select(each => each.Request)]);
    }

    /// <summary>Validates.</summary>
    public Task<Answer> AnswerAsync(string? customer, string[] codes, string currency = "EUR", string? session = "new")
    {
        var body = Sample.Validation(codes);
        body["customer"] = customer is null ? null : Sample.Customer(customer);
        (body["cart"] ?? throw new InvalidOperationException())["currency"] = currency;
        body["client"] = session is null ? null : new JsonObject { ["session"] = Sample.NewId(session) };
        var request = Read(body, ValidateRequest.Read);
        return _validate.HandleAsync(request, new Shopper(request.Customer, request.Client, "key"), Phrases.English, Cancellation);
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();

    public static JsonNode JsonOf(Answer answer)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            answer.Write?.Invoke(writer);
        }

        return JsonNode.Parse(json.WrittenSpan) ?? throw new InvalidOperationException("No answer.");
    }

    private static T Read<T>(JsonObject body, Func<FieldReader, T?> read)
        where T : class =>
        JsonInput.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), new InputErrors(), read) ?? throw new InvalidOperationException("The sample is valid.");

    private sealed class StoppedClock : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();
        private long _passed = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp());

        public override long GetTimestamp() => Interlocked.Read(ref _passed);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, time.Ticks);
    }
}
