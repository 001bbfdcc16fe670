using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Http;
using PromoFunctions.App.Redemptions;
using PromoFunctions.App.Tests.Claims;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.App.Tests.Validation;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Redemptions;

/// <summary>A ledger that does not come to an end: the caller is told so, in time, and what it asked for goes on.</summary>
public sealed class PatienceTests(AzuriteFixture azurite)
{
    private static readonly FixedTime Clock = new(DateTimeOffset.UnixEpoch);
    private readonly IRedemptionLedger _ledger = DispatchProxy.Create<IRedemptionLedger, Endless>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redemption_WithoutAnEnd_Is503AndJournalledAsOurFault()
    {
        await using var shop = new CountedShop(azurite.ConnectionString);
        await shop.CreateAsync();
        var (_, code) = await shop.CampaignAsync();
        var errors = new InputErrors();
        var request = JsonInput.Read(Encoding.UTF8.GetBytes(Sample.Redemption(code).ToJsonString()), errors, RedeemRequest.Read);
        Assert.NotNull(request);

        Assert.Equal(503, await StatusOfAsync(token => shop.Redeeming(_ledger, Clock).HandleAsync(request, new Shopper(null, null, "key"), Phrases.English, token)));

        Assert.All(Assert.Single(shop.Attempts.Added).Codes, tried => Assert.Empty(tried.Reasons));
    }

    [Fact]
    public async Task Refund_WithoutAnEnd_Is503() =>
        Assert.Equal(503, await StatusOfAsync(token => new RefundRedemption(_ledger, new TakenCodes(Clock), Clock).HandleAsync("r-1", new RefundRequest("r-1", null), token)));

    [Fact]
    public async Task Confirmation_WithoutAnEnd_Is503() =>
        Assert.Equal(503, await StatusOfAsync(token => new EndHolds(_ledger, new TakenCodes(Clock), Clock).ConfirmAsync("r-1", token)));

    [Fact]
    public async Task Release_WithoutAnEnd_Is503() =>
        Assert.Equal(503, await StatusOfAsync(token => new EndHolds(_ledger, new TakenCodes(Clock), Clock).ReleaseAsync("r-1", token)));

    private static async Task<int> StatusOfAsync(Func<CancellationToken, Task<Answer>> handle) =>
        Assert.IsType<AnswerResult>(await new Endpoint(NullLogger<Endpoint>.Instance).RunAsync(handle, Cancellation)).Status;

    /// <summary>Begins everything and ends nothing.</summary>
#pragma warning disable CA1852 // The proxy is made as a type that inherits from it.
    private class Endless : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = targetMethod?.ReturnType.GetGenericArguments().Single() ?? throw new NotSupportedException();
            var source = Activator.CreateInstance(typeof(TaskCompletionSource<>).MakeGenericType(result)) ?? throw new NotSupportedException();
            return source.GetType().GetProperty("Task")?.GetValue(source);
        }
    }
}
