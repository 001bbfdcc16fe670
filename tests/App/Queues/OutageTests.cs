using Azure;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Http;
using PromoFunctions.App.Queues;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Tests.Queues;

public sealed class OutageTests
{
    public static readonly TheoryData<Exception> Outages =
    [
        new ServiceBusException("x", ServiceBusFailureReason.ServiceCommunicationProblem),
        new ServiceBusException("x", ServiceBusFailureReason.ServiceBusy),
        new ServiceBusException("x", ServiceBusFailureReason.ServiceTimeout),
        new ServiceBusException("x", ServiceBusFailureReason.QuotaExceeded),
        new RequestFailedException(503, "x"),
        new TimeoutException(),
    ];

    public static readonly TheoryData<Exception> Faults =
    [
        new ServiceBusException("x", ServiceBusFailureReason.MessageSizeExceeded),
        new ServiceBusException("x", ServiceBusFailureReason.MessagingEntityNotFound),
        new RequestFailedException(400, "x"),
        new InvalidOperationException(),
    ];

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task Request_DuringAnOutage_Is503(Exception outage)
    {
        Assert.True(Outage.Is(outage));
        Assert.Equal(503, await StatusOfAsync(outage));
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Request_ThatMeetsAFaultOfOurs_Is500(Exception fault)
    {
        Assert.False(Outage.Is(fault));
        Assert.Equal(500, await StatusOfAsync(fault));
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(408, 400)]
    [InlineData(413, 413)]
    public async Task Request_WhoseBodyBreaks_IsTheCallersDoing(int server, int answered) =>
        Assert.Equal(answered, await StatusOfAsync(new BadHttpRequestException("x", server)));

    [Fact]
    public async Task Request_WhoseConnectionBreaks_IsNoOutage()
    {
        var request = new DefaultHttpContext { Request = { Body = new BrokenStream() } }.Request;

        var result = await new Endpoint(NullLogger<Endpoint>.Instance).RunAsync(
            request, reader => "read", (_, _) => Task.FromResult(Answer.Ok(writer => writer.WriteNullValue())), TestContext.Current.CancellationToken);

        Assert.Equal(400, Assert.IsType<AnswerResult>(result).Status);
    }

    private static async Task<int> StatusOfAsync(Exception failure)
    {
        var result = await new Endpoint(NullLogger<Endpoint>.Instance).RunAsync(_ => Task.FromException<Answer>(failure), TestContext.Current.CancellationToken);
        return Assert.IsType<AnswerResult>(result).Status;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(new IOException("The connection was reset."));
    }
}
