using System.Globalization;
using PromoFunctions.App.Http;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.App.Validation;
using PromoFunctions.Storage;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.App.Tests.Validation;

/// <summary>Validation while storage does not answer.</summary>
public sealed class ValidateFromMemoryTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Limited = """{"total":5,"perCustomer":1}""";
    private static readonly TimeSpan TooOld = TimeSpan.FromMinutes(10);

    private readonly CountedShop _shop = new(azurite.ConnectionString);

    public async ValueTask InitializeAsync() => await _shop.CreateAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Validate_AWarmPublicCodeWithoutStorage_AnswersAndSaysHowOldItsLimitsAre()
    {
        var (_, code) = await _shop.CampaignAsync(Limited);
        await _shop.ValidateAsync("ida", [code]);
        var asked = _shop.Now;
        _shop.Cut();
        _shop.Pass(TooOld);

        var answer = await _shop.AnswerAsync("ida", [code]);

        Assert.Equal(200, answer.Status);
        Assert.True(CountedShop.JsonOf(answer)["valid"]?.GetValue<bool>());
        Assert.Equal(asked.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture), Header(answer, ValidateFromMemory.AsOfHeader));
        Assert.Null(Header(answer, ValidateFromMemory.UnknownHeader));
    }

    [Fact]
    public async Task Validate_ACustomerNeverSeenWithoutStorage_AnswersAndSaysWhatItDoesNotKnow()
    {
        var (_, code) = await _shop.CampaignAsync(Limited);
        await _shop.ValidateAsync("ida", [code]);
        _shop.Cut();
        _shop.Pass(TooOld);

        var answer = await _shop.AnswerAsync("kim", [code]);

        Assert.Equal(200, answer.Status);
        Assert.Equal("perCustomer", Header(answer, ValidateFromMemory.UnknownHeader));
    }

    [Fact]
    public async Task Validate_ACodeWhoseLimitsWereNeverReadWithoutStorage_IsNotAnswered()
    {
        var (_, code) = await _shop.CampaignAsync(Limited);
        _shop.Cut();
        _shop.Pass(TooOld);

        await FailsAsync("ida", code);
    }

    [Fact]
    public async Task Validate_ACodeThatMemoryDoesNotKnowWithoutStorage_IsNotCalledUnknown()
    {
        var (_, code) = await _shop.CampaignAsync();
        await _shop.ValidateAsync("ida", [code]);
        _shop.Cut();
        _shop.Pass(TooOld);

        await FailsAsync("ida", code, Sample.NewCode());
    }

    [Fact]
    public async Task Validate_WhileStorageAnswers_HasNoSuchHeader()
    {
        var (_, code) = await _shop.CampaignAsync(Limited);
        await _shop.ValidateAsync("ida", [code]);
        _shop.Pass(TooOld);

        var answer = await _shop.AnswerAsync("ida", [code]);

        Assert.Null(Header(answer, ValidateFromMemory.AsOfHeader));
    }

    [Fact]
    public async Task Validate_AnsweredFromMemoryBeforeStorageAnswers_IsNotedOnce()
    {
        var plan = new HeldUp();
        await using var shop = new CountedShop(azurite.ConnectionString, plan);
        var (_, code) = await shop.CampaignAsync("""{"total":1}""");
        await shop.ValidateAsync("ida", [code], currency: "USD");
        shop.Pass(TimeSpan.FromSeconds(6));
        plan.Hold();

        var answer = await shop.AnswerAsync("ida", [code], currency: "USD");
        Assert.NotNull(Header(answer, ValidateFromMemory.AsOfHeader));
        Assert.Equal(2, shop.Attempts.Added.Count);

        // What was held up ends; another validation asks for the same and ends after it.
        plan.LetGo();
        await shop.RenewedAsync();
        await shop.ValidateAsync("kim", [code]);

        Assert.Equal(2, shop.Attempts.Added.Count);
    }

    private sealed class HeldUp : FaultPlan
    {
        private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _holds;

        public void Hold() => _holds = true;

        public void LetGo()
        {
            _holds = false;
            _letGo.SetResult();
        }

        public override Fault Next(int number, SentRequest request) => _holds ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => _letGo.Task.WaitAsync(cancellationToken);
    }

    private static string? Header(Answer answer, string name) => answer.Headers.Where(header => header.Key == name).Select(header => header.Value).SingleOrDefault();

    /// <summary>The endpoint answers such a failure with 503 and Retry-After.</summary>
    private async Task FailsAsync(string customer, params string[] codes) =>
        Assert.True(StorageFailure.IsUnavailable(await Assert.ThrowsAnyAsync<Exception>(() => _shop.AnswerAsync(customer, codes))));
}
