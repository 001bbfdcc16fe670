using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.App.Claims;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>What cannot be processed is shown as failed, and can be sent again.</summary>
public sealed class FailedClaimTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Desk _desk = new(azurite);
    private readonly string _name = AzuriteFixture.NewName("m");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, string> Rubbish => new()
    {
        { "{ \"claimId\": ", "malformed" },
        { "[1]", "invalid-claim" },
        { "\u00ff\u00fe", "malformed" },
        { "{ \"kind\": \"lost-code\" }", "invalid-claim" },
    };

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task Message_ThatIsNoClaimAndNamesNone_IsAFailedClaimOfItsOwn(string body, string reason)
    {
        var message = new QueuedClaim(Encoding.Latin1.GetBytes(body), _name, false, 1);

        var refused = await _desk.Process.HandleAsync(message, Cancellation);

        Assert.Equal(reason, refused?.Reason);
        var claim = await _desk.Tables.FindAsync(ClaimId.OfMessage(_name), Cancellation);
        Assert.Equal((ClaimStatus.Failed, reason), (claim?.State.Status, claim?.State.Failure?.Reason));
        Assert.Equal("failed", Assert.Single(await _desk.Tables.AuditAsync(ClaimId.OfMessage(_name), Cancellation)).Event);
    }

    [Fact]
    public async Task Message_ThatIsTooLarge_IsAFailedClaimOfWhichNothingIsKept()
    {
        var refused = await _desk.Process.HandleAsync(new QueuedClaim(new byte[1_000_001], _name, false, 1), Cancellation);

        Assert.Equal("too-large", refused?.Reason);
        var id = ClaimId.OfMessage(_name);
        Assert.Null((await _desk.Tables.FindAsync(id, Cancellation))?.State.Message);
        Assert.Equal(409, (await _desk.Resubmit.HandleAsync(id.Value, Cancellation)).Status);
    }

    [Fact]
    public async Task Message_OfAnUnknownKindUnderAClaimsId_LeavesTheClaimWithANote()
    {
        var json = _desk.Json();
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json), Cancellation));

        var refused = await _desk.Process.HandleAsync(Desk.Message(_desk.Json(kind: "lost-code")), Cancellation);

        Assert.Equal("invalid-claim", refused?.Reason);
        Assert.Equal(ClaimStatus.Approved, (await _desk.FindAsync(json)).State.Status);
        Assert.Equal("invalid-claim", (await _desk.EventsAsync(json)).Last());
    }

    [Fact]
    public async Task Resubmit_OfAMessageThatIsStillNoClaim_FailsAgainAndCanBeSentAgain()
    {
        var json = _desk.Json(kind: "lost-code");
        Assert.NotNull(await _desk.Process.HandleAsync(Desk.Message(json), Cancellation));

        var answer = await ResubmitAsync(json);
        Assert.Equal((202, "queued"), (answer.Status, Desk.BodyOf(answer)["status"]?.GetValue<string>()));
        Assert.Equal(409, (await ResubmitAsync(json)).Status);
        var again = Assert.Single(_desk.Queue.Again);
        Assert.Equal(json.ToJsonString(), Encoding.UTF8.GetString(again.Body.Span));
        Assert.NotNull(await _desk.Process.HandleAsync(again, Cancellation));

        Assert.Equal(ClaimStatus.Failed, (await _desk.FindAsync(json)).State.Status);
        Assert.Equal(["failed", "resubmitted", "failed"], await _desk.EventsAsync(json));
        Assert.Equal(202, (await ResubmitAsync(json)).Status);
        Assert.Equal(2, _desk.Queue.Again.Last().Resubmission);
    }

    [Fact]
    public async Task Resubmit_OfAMessageWithoutAnId_KeepsTheIdOfItsFailedClaim()
    {
        var message = new QueuedClaim(Encoding.UTF8.GetBytes("""{ "kind": "lost-code" }"""), _name, false, 1);
        Assert.NotNull(await _desk.Process.HandleAsync(message, Cancellation));
        var id = ClaimId.OfMessage(_name);

        Assert.Equal(202, (await _desk.Resubmit.HandleAsync(id.Value, Cancellation)).Status);

        Assert.Equal(id, Assert.Single(_desk.Queue.Again).ClaimId);
    }

    [Fact]
    public async Task Resubmit_OfAClaimThatFailedByOurFault_DecidesIt()
    {
        var json = _desk.Json();
        _desk.Ledger.TermsChanges = int.MaxValue;
        Assert.NotNull(await _desk.Process.HandleAsync(Desk.Message(json, QueuedClaim.LastDelivery), Cancellation));
        Assert.Equal(ClaimStatus.Failed, (await _desk.FindAsync(json)).State.Status);
        _desk.Ledger.TermsChanges = 0;

        Assert.Equal(202, (await ResubmitAsync(json)).Status);
        var again = Assert.Single(_desk.Queue.Again);
        Assert.True(again.IsKept);
        Assert.Null(await _desk.Process.HandleAsync(again, Cancellation));

        Assert.Equal(ClaimStatus.Approved, (await _desk.FindAsync(json)).State.Status);
        Assert.Single(_desk.Ledger.Retroactive);
    }

    [Fact]
    public async Task Resubmit_WhoseSenderDies_IsSentByTheTimer()
    {
        var json = _desk.Json(kind: "lost-code");
        Assert.NotNull(await _desk.Process.HandleAsync(Desk.Message(json), Cancellation));
        _desk.Queue.Failures = 1;
        await Assert.ThrowsAsync<IOException>(() => ResubmitAsync(json));

        await _desk.Attend.RunAsync(Cancellation);
        Assert.Empty(_desk.Queue.Again);
        _desk.Time.Pass(TimeSpan.FromMinutes(3));
        await _desk.Attend.RunAsync(Cancellation);
        await _desk.Attend.RunAsync(Cancellation);

        Assert.Single(_desk.Queue.Again);
    }

    [Fact]
    public async Task Resubmit_OfAClaimThatIsNotThere_IsNotFound()
    {
        Assert.Equal(404, (await _desk.Resubmit.HandleAsync("nobody-knows-it", Cancellation)).Status);
        Assert.Equal(404, (await _desk.Resubmit.HandleAsync("..", Cancellation)).Status);
    }

    [Fact]
    public async Task Message_ThatIsKeptToBeSentAgain_IsDeletedAfterFourteenDays()
    {
        var json = _desk.Json(kind: "lost-code");
        Assert.NotNull(await _desk.Process.HandleAsync(Desk.Message(json), Cancellation));
        _desk.Time.Pass(TimeSpan.FromDays(14) - TimeSpan.FromMinutes(1));
        await _desk.Attend.RunAsync(Cancellation);
        Assert.NotNull(await _desk.Tables.FindMessageAsync(await _desk.FindAsync(json), Cancellation));

        _desk.Time.Pass(TimeSpan.FromMinutes(1));
        await _desk.Attend.RunAsync(Cancellation);

        Assert.Null((await _desk.FindAsync(json)).State.Message);
        Assert.Equal(409, (await ResubmitAsync(json)).Status);
    }

    [Fact]
    public async Task DeadLetter_OfAClaimNobodyCouldShow_IsRecordedOnceAndCanBeSentAgain()
    {
        var known = _desk.Json("known", order: "o1");
        await _desk.Receive.HandleAsync(_desk.Read(known), _desk.Time.GetUtcNow(), Cancellation);
        var unknown = _desk.Json("unknown", order: "o2");
        _desk.Dead.Letters.Add(new(1, Desk.Kept(Desk.IdOf(known), 6), "MaxDeliveryCountExceeded", "…"));
        _desk.Dead.Letters.Add(new(2, Desk.Message(unknown, 6), "MaxDeliveryCountExceeded", "…"));
        _desk.Dead.Letters.Add(new(3, new QueuedClaim(Encoding.UTF8.GetBytes("no claim"), _name, false, 1), "By hand", "Jane's"));

        Assert.Equal(3, await _desk.Record.RunAsync(Cancellation));
        Assert.Equal(0, await _desk.Record.RunAsync(Cancellation));
        Assert.Equal(3, await new Desk(azurite, shared: _desk) { Dead = { Letters = { _desk.Dead.Letters[0], _desk.Dead.Letters[1], _desk.Dead.Letters[2] } } }.Record.RunAsync(Cancellation));

        Assert.Equal("processing-failed", (await _desk.FindAsync(known)).State.Failure?.Reason);
        Assert.Equal(["received", "failed"], await _desk.EventsAsync(known));
        Assert.Equal("processing-failed", (await _desk.FindAsync(unknown)).State.Failure?.Reason);
        Assert.Equal(["failed"], await _desk.EventsAsync(unknown));
        Assert.Equal("dead-lettered", (await _desk.Tables.FindAsync(ClaimId.OfMessage(_name), Cancellation))?.State.Failure?.Reason);

        // Sent again, both are decided; the dead letters that stay behind say nothing about that.
        foreach (var json in new[] { known, unknown })
        {
            Assert.Equal(202, (await ResubmitAsync(json)).Status);
            await new Desk(azurite, shared: _desk) { Dead = { Letters = { _desk.Dead.Letters[0], _desk.Dead.Letters[1] } } }.Record.RunAsync(Cancellation);
            Assert.Equal(ClaimStatus.Queued, (await _desk.FindAsync(json)).State.Status);
            Assert.Null(await _desk.Process.HandleAsync(_desk.Queue.Again.Last(), Cancellation));
            Assert.Equal(ClaimStatus.Approved, (await _desk.FindAsync(json)).State.Status);
        }
    }

    private Task<PromoFunctions.App.Http.Answer> ResubmitAsync(JsonObject json) => _desk.Resubmit.HandleAsync(Desk.IdOf(json).Value, Cancellation);
}
