using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class PolicyChangeTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await new Desk(azurite).Tables.CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Claim_IntendedUnderAnEarlierPolicy_IsConcludedAsIntended()
    {
        // The desk dies at one call after the other, until it has died with an intent that is kept.
        var desk = new Desk(azurite);
        var json = desk.Json();
        for (var point = 1; (await desk.Tables.FindAsync(Desk.IdOf(json), Cancellation))?.State is not { Status: ClaimStatus.Queued, Ruling: not null }; point++)
        {
            Assert.InRange(point, 1, 50);
            desk = new Desk(azurite);
            json = desk.Json();
            await Record.ExceptionAsync(() => new Desk(azurite, new CrashPoint(point, afterEffect: false), desk).Process.HandleAsync(Desk.Message(json), Cancellation));
        }

        // The order is two hours old: the new policy denies both.
        var later = new Desk(azurite, shared: desk, policies: new Changed());
        var fresh = desk.Json("fresh", order: "fresh");
        Assert.Null(await later.Process.HandleAsync(Desk.Message(json, delivery: 2), Cancellation));
        Assert.Null(await later.Process.HandleAsync(Desk.Message(fresh), Cancellation));

        var kept = (await desk.FindAsync(json)).State.Decision;
        var decided = (await desk.FindAsync(fresh)).State.Decision;
        Assert.Equal((ClaimOutcome.Approved, "valid-at-order-time", 1), (kept?.Outcome, kept?.Rule, kept?.PolicyVersion));
        Assert.Equal((ClaimOutcome.Denied, "outside-claim-window", 2), (decided?.Outcome, decided?.Rule, decided?.PolicyVersion));
        await desk.ReplayAsync(new Changed());
    }

    /// <summary>Version 2, which has no patience.</summary>
    private sealed class Changed : IPolicyStore
    {
        private static readonly PolicyVersion Second = new(2, DateTimeOffset.UnixEpoch, Impatient());

        public Task<PolicyVersion> CurrentAsync(CancellationToken cancellationToken) => Task.FromResult(Second);

        public Task<PolicyVersion?> FindAsync(int version, CancellationToken cancellationToken) =>
            Task.FromResult(version == Second.Version ? Second : version == WrittenPolicy.First.Version ? WrittenPolicy.First : null);

        public Task<IReadOnlyList<PolicyStamp>> ListAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PolicyStamp>>([Second.Stamp, WrittenPolicy.First.Stamp]);

        private static Policy Impatient()
        {
            var json = JsonNode.Parse(WrittenPolicy.First.Policy.ToText()) ?? throw new InvalidOperationException();
            (json["thresholds"] ?? new JsonObject())["claimWindowDays"] = 0;
            var errors = new InputErrors();
            return JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), errors, Policy.Read) ?? throw new InvalidOperationException(errors.ToList()[0].Value[0]);
        }
    }
}
