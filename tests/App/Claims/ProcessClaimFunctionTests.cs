using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Claims;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class ProcessClaimFunctionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Desk _desk = new(azurite);
    private readonly Settled _settled = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Message_OfAClaim_IsCompletedOnceItIsDecided()
    {
        await RunAsync(_desk.Json());

        Assert.Equal(["completed"], _settled.Calls);
        Assert.Single(_desk.Ledger.Retroactive);
    }

    [Fact]
    public async Task Message_ThatIsNoClaim_IsDeadLetteredWithReasonAndDescription()
    {
        await RunAsync(_desk.Json(kind: "lost-code"));

        var call = Assert.Single(_settled.Calls);
        Assert.StartsWith("dead: invalid-claim: /kind must be one of ", call, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_WhoseProcessingFails_IsLeftToTheQueueToDeliverAgain()
    {
        _desk.Ledger.TermsChanges = int.MaxValue;

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(_desk.Json()));

        Assert.Empty(_settled.Calls);
    }

    private Task RunAsync(JsonObject json)
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(body: BinaryData.FromString(json.ToJsonString()), messageId: "m", deliveryCount: 1);
        return new ProcessClaimFunction(_desk.Process).RunAsync(message, _settled, Cancellation);
    }

    /// <summary>Remembers how messages were settled.</summary>
    private sealed class Settled : ServiceBusMessageActions
    {
        public List<string> Calls { get; } = [];

        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
        {
            Calls.Add("completed");
            return Task.CompletedTask;
        }

        public override Task DeadLetterMessageAsync(
            ServiceBusReceivedMessage message,
            Dictionary<string, object>? propertiesToModify = null,
            string? deadLetterReason = null,
            string? deadLetterErrorDescription = null,
            CancellationToken cancellationToken = default)
        {
            Calls.Add($"dead: {deadLetterReason}: {deadLetterErrorDescription}");
            return Task.CompletedTask;
        }
    }
}
