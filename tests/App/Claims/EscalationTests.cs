using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class EscalationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Desk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Claim_ThatIsEscalated_ShowsItsDeadlineAloneAndInLists()
    {
        var json = _desk.Significant();
        await _desk.EscalatedAsync(json);

        var shown = Desk.BodyOf(await _desk.Show.OneAsync(Desk.IdOf(json).Value, Cancellation));
        var email = json["customer"]?["email"]?.GetValue<string>();
        var listed = Desk.BodyOf(await _desk.Show.ManyAsync(name => name switch { "status" => "escalated", "customer" => email, _ => null }, Cancellation))["items"]?[0];

        Assert.Equal("2026-07-03T12:00:00+00:00", shown["deadline"]?.GetValue<string>());
        Assert.False(shown["overdue"]?.GetValue<bool>());
        Assert.Equal(shown["deadline"]?.GetValue<string>(), listed?["deadline"]?.GetValue<string>());
        Assert.False(listed?["overdue"]?.GetValue<bool>());
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task Claim_AroundItsDeadline_IsOverdueFromItsInstantOn(int ticks, bool overdue)
    {
        var json = _desk.Significant();
        await _desk.EscalatedAsync(json);

        _desk.Time.Pass(TimeSpan.FromHours(24) + TimeSpan.FromTicks(ticks));
        await _desk.Attend.RunAsync(Cancellation);

        Assert.Equal(overdue, (await _desk.FindAsync(json)).State.Escalation?.Overdue);
        Assert.Equal(overdue ? 1 : 0, Reminders.Count());
    }

    [Fact]
    public async Task Claim_PastItsDeadlineOnManyInstances_IsMarkedAndRemindedOfOnce()
    {
        var json = _desk.Significant();
        await _desk.EscalatedAsync(json);
        _desk.Time.Pass(TimeSpan.FromHours(25));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new Desk(azurite, shared: _desk).Attend.RunAsync(Cancellation)));
        await _desk.Attend.RunAsync(Cancellation);

        var mail = Assert.Single(Reminders);
        Assert.Equal("desk@shop.example", mail.To);
        Assert.Contains(Desk.IdOf(json).Value, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", mail.Text, StringComparison.Ordinal);
        Assert.Equal(["received", "gathered", "escalated", "mailed", "overdue", "reminded"], await _desk.EventsAsync(json));
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task Claim_WhoseMarkerDiedAfterTheMail_IsMarkedByTheNextRunAndMailedOnce()
    {
        var json = _desk.Significant();
        var claim = await _desk.EscalatedAsync(json);
        _desk.Time.Pass(TimeSpan.FromHours(25));
        var dying = new Desk(azurite, new CrashPoint(2, afterEffect: true), _desk);

        await dying.Attend.RunAsync(Cancellation);
        Assert.False((await _desk.FindAsync(json)).State.Escalation?.Overdue);
        await _desk.Attend.RunAsync(Cancellation);

        Assert.Single(Reminders);
        Assert.True((await _desk.FindAsync(json)).State.Escalation?.Overdue);
        Assert.NotEqual(claim.Version, (await _desk.FindAsync(json)).Version);
    }

    [Fact]
    public async Task Claim_DecidedBeforeItsDeadline_IsNeverOverdue()
    {
        var json = _desk.Significant();
        await _desk.EscalatedAsync(json);
        Assert.Equal(200, (await _desk.Decide.HandleAsync(Desk.IdOf(json).Value, null, new(ClaimOutcome.Denied, 0, "lee", "No ground.", false), Cancellation)).Status);

        _desk.Time.Pass(TimeSpan.FromHours(25));
        await _desk.Attend.RunAsync(Cancellation);

        Assert.Empty(Reminders);
        Assert.DoesNotContain("overdue", await _desk.EventsAsync(json));
        Assert.Empty(await DueAsync());
    }

    private IEnumerable<Mail> Reminders => _desk.Mails.Sent.Where(mail => mail.Kind == MailKind.EscalationReminder);

    private async Task<IReadOnlyList<ClaimDuty>> DueAsync() => await _desk.Duties.DueAsync(_desk.Time.GetUtcNow().AddYears(1), Cancellation).ToListAsync(Cancellation);
}
