using System.Text;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>
/// What one claim asks of storage, by table and kind. Left out are the lanes and what the ledger does behind its answer, whose requests are shared
/// by what comes at the same time, and the queues.
/// </summary>
public sealed class ClaimRequestsTests : IAsyncLifetime
{
    private static readonly string[] Behind = ["POST Orders", "POST Journal", "POST History"];

    private readonly StandingTime _time = new();
    private readonly Deaths _nobodys = new(0, afterEffect: false);
    private readonly MortalDesk _desk;

    public ClaimRequestsTests(AzuriteFixture azurite) => _desk = new MortalDesk(azurite, _nobodys, _time, new FakeMails(), new FakeClaimEvents());

    private int Sent => _nobodys.Gate.Sent.Count;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.CreateTablesAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Claim_ThatComesIn_IsLookedForOnceAndWrittenWithItsLists()
    {
        var before = Sent;

        await AddAsync("SUMMER20");

        Assert.Equal(
            ["GET Claims", "POST ClaimCustomers", "POST ClaimPersons in one", "POST Claims in one", "PUT ClaimIndex", "PUT ClaimIndex", "PUT ClaimIndex"],
            KindsSince(before));
    }

    [Fact]
    public async Task Claim_ThatIsPaid_AsksForEachRowOnceAndForNoTableWhole()
    {
        var (_, code) = await _desk.CampaignAsync(1_000);
        Assert.True(await _desk.ProcessAsync(Desk.Kept(await AddAsync(code))));
        var id = await AddAsync(code);
        var before = Sent;

        Assert.True(await _desk.ProcessAsync(Desk.Kept(id)));

        Assert.Equal(
            [
                "DELETE ClaimDeliveries", "DELETE ClaimIndex", "GET Attempts where", "GET Attempts where", "GET Attempts where", "GET Catalog", "GET ClaimCustomers",
                "GET ClaimGoodwill", "GET ClaimPersons", "GET ClaimPersons", "GET Claims", "GET CodePersons where", "GET Orders", "GET Orders", "GET Orders", "GET Orders", "GET Orders", "GET Orders",
                "GET Policies", "POST Claims in one", "POST Claims in one", "POST Claims in one", "PUT ClaimDeliveries", "PUT ClaimIndex", "PUT ClaimPersons", "PUT Orders",
            ],
            KindsSince(before));
        Assert.Equal(ClaimStatus.Approved, (await _desk.Claims.FindAsync(id, Cancellation))?.State.Status);
    }

    private async Task<ClaimId> AddAsync(string code)
    {
        var json = Sample.Claim(code);
        json.Remove("requestedAmount");
        var claim = JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), new InputErrors(), reader => Claim.Read(reader, ClaimId.New(), _time.GetUtcNow())) ?? throw new InvalidOperationException("The sample is valid.");
        var customer = Desk.Keys.Of(claim.Customer) ?? throw new InvalidOperationException("The sample names somebody.");
        Assert.IsType<ClaimAddition.Kept>(await _desk.Claims.AddAsync(claim, customer, _time.GetUtcNow(), Cancellation));
        return claim.Id;
    }

    private string[] KindsSince(int before) =>
        [.. _nobodys.Gate.Sent.Skip(before).Select(each => KindOf(each.Request)).Where(kind => !Behind.Contains(kind) && !kind.Contains(" Lanes", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string KindOf(SentRequest request)
    {
        if (request.IsTransaction)
        {
            var address = request.Body[request.Body.IndexOf("http://", StringComparison.Ordinal)..].Split(' ')[0];
            return $"POST {TableOf(new Uri(address).AbsolutePath)} in one";
        }

        var (path, query) = (request.Path.Split('?')[0], request.Path.Contains("$filter", StringComparison.Ordinal));
        return $"{request.Method} {TableOf(path)}{(query ? " where" : "")}";
    }

    /// <summary>The days' tables of attempts under one name.</summary>
    private static string TableOf(string path) => path[(path.LastIndexOf('/') + 1)..].Split('(')[0].TrimEnd([.. "0123456789"]);
}
