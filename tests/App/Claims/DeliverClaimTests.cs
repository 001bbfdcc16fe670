using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Claims;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class DeliverClaimTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Desk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public async ValueTask DisposeAsync() => await _desk.ReplayAsync();

    [Fact]
    public async Task Claim_Decided_IsMailedOnceInTextAndHtml()
    {
        var json = _desk.Json();

        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json), Cancellation));
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, 2), Cancellation));

        var claim = await _desk.FindAsync(json);
        var mail = Assert.Single(_desk.Mails.Sent);
        Assert.Equal(MailId.Of(MailKind.ClaimReply, claim.Id.Value, "1"), mail.Id);
        Assert.Equal(json["customer"]?["email"]?.GetValue<string>(), mail.To);
        Assert.Equal("Jane", mail.Name);
        Assert.Equal(claim.State.Reply?.Subject, mail.Subject);
        Assert.StartsWith(claim.State.Reply?.Text ?? "none", mail.Text, StringComparison.Ordinal);
        Assert.Contains("€5.00", mail.Html, StringComparison.Ordinal);
        Assert.Equal(1, _desk.Mails.Calls);
        Assert.Empty(claim.State.ToDeliver);
        Assert.Equal(1, claim.State.Decisions);
    }

    [Fact]
    public async Task Claim_OfACustomerWithoutEmail_SaysThatNothingWasMailed()
    {
        var json = _desk.Json();
        json["customer"] = new System.Text.Json.Nodes.JsonObject { ["id"] = AzuriteFixture.NewName("c") };

        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json), Cancellation));

        Assert.Empty(_desk.Mails.Sent);
        Assert.Equal(["received", "gathered", "paid", "approved", "no-mail"], await _desk.EventsAsync(json));
        Assert.Empty((await _desk.FindAsync(json)).State.ToDeliver);
    }

    [Fact]
    public async Task Mail_ThatFails_IsSentByTheNextDeliveryOfTheMessage()
    {
        _desk.Mails.Failures = 1;
        var json = _desk.Json();

        await Assert.ThrowsAsync<AggregateException>(() => _desk.Process.HandleAsync(Desk.Message(json), Cancellation));
        Assert.Equal(["mail"], (await _desk.FindAsync(json)).State.ToDeliver);
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, 2), Cancellation));

        Assert.Single(_desk.Mails.Sent);
        Assert.Equal(["received", "gathered", "paid", "approved", "mailed"], await _desk.EventsAsync(json));
    }

    [Fact]
    public async Task Mail_ThatFailsAtTheLastDelivery_IsSentByTheSweep()
    {
        _desk.Mails.Failures = 1;
        var json = _desk.Json();

        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, QueuedClaim.LastDelivery), Cancellation));
        Assert.Empty(_desk.Mails.Sent);
        Assert.Equal(ClaimStatus.Approved, (await _desk.FindAsync(json)).State.Status);

        Assert.Equal(1, await SweepAsync(json, new MailReply(_desk.Mails)));
        Assert.Equal(0, await SweepAsync(json, new MailReply(_desk.Mails)));

        Assert.Single(_desk.Mails.Sent);
        Assert.Empty((await _desk.FindAsync(json)).State.ToDeliver);
    }

    [Fact]
    public async Task Sweep_OfOneThatFails_DeliversTheOthersAndKeepsIt()
    {
        _desk.Mails.Failures = 1;
        var json = _desk.Json();
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, QueuedClaim.LastDelivery), Cancellation));
        var claim = await _desk.FindAsync(json);
        Assert.NotNull(await _desk.Tables.SaveAsync(claim, claim.State with { ToDeliver = ["broken", "mail", "of-a-later-program"] }, [], Cancellation));

        await SweepAsync(json, new Broken(), new MailReply(_desk.Mails));

        Assert.Single(_desk.Mails.Sent);
        Assert.Equal(["broken", "of-a-later-program"], (await _desk.FindAsync(json)).State.ToDeliver);
    }

    [Fact]
    public async Task Claim_DeliveredByManyAtOnce_IsMailedOnceAndSaysSoOnce()
    {
        _desk.Mails.Failures = 1;
        var json = _desk.Json();
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, QueuedClaim.LastDelivery), Cancellation));
        var claim = await _desk.FindAsync(json);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new Desk(azurite, shared: _desk).Deliver.HandleAsync(claim, Cancellation)));

        Assert.Single(_desk.Mails.Sent);
        Assert.Single(await _desk.EventsAsync(json), happened => happened == "mailed");
    }

    /// <summary>Sweeps this test's claim alone, long after; the tables are those of other tests too.</summary>
    private Task<int> SweepAsync(System.Text.Json.Nodes.JsonObject json, params IClaimDelivery[] deliveries) =>
        new DeliverClaim(new OneClaim(_desk.Tables, Desk.IdOf(json)), deliveries, new FixedTime(DateTimeOffset.MaxValue), NullLogger<DeliverClaim>.Instance).SweepAsync(Cancellation);

    private sealed class Broken : IClaimDelivery
    {
        public string Name => "broken";

        public Task<AuditEntry?> DeliverAsync(ClaimRecord claim, Claim? content, DateTimeOffset now, CancellationToken cancellationToken) => throw new IOException("Nobody answers.");
    }
}
