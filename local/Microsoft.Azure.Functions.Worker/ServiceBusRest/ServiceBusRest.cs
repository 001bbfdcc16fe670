using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>
/// Service Bus's own REST "Send Message" under <c>/local/servicebus</c>, so that a tool without a Service Bus client can post to
/// a queue. Of the service it keeps the path, the <c>BrokerProperties</c> header, application properties as headers, and 201;
/// refusals are problem documents: 400 for a header that cannot be read, 404 where the service answers 410, 413 where it answers
/// 403, 503 when the storage of the queues does not answer.
/// See https://learn.microsoft.com/rest/api/servicebus/send-message-to-queue.
/// </summary>
internal static class ServiceBusRest
{
    /// <summary>The largest message of Service Bus's Standard tier.</summary>
    private const int MaxBytes = 256 * 1024;

    /// <summary>Answers <c>POST /local/servicebus/{queue}/messages</c>. Whom it answers is the caller's concern.</summary>
    /// <param name="routes">Where to answer.</param>
    /// <param name="serviceBusConnectionString">The namespace of the queues.</param>
    internal static void Map(IEndpointRouteBuilder routes, string serviceBusConnectionString)
    {
        // Lives as long as the routes do; it holds no connection of its own to close.
        var client = new ServiceBusClient(serviceBusConnectionString);
        routes.MapPost("/local/servicebus/{queue}/messages", (string queue, HttpContext context) => SendAsync(client, queue, context));
    }

    private static async Task<IResult> SendAsync(ServiceBusClient client, string queue, HttpContext context)
    {
        if (await BodyAsync(context.Request).ConfigureAwait(false) is not { } body)
        {
            return TooLarge();
        }

        var message = new ServiceBusMessage(body) { ContentType = context.Request.ContentType };
        if (BrokerProperties.Apply(context.Request.Headers["BrokerProperties"], message) is { } refusal)
        {
            return Results.Problem(refusal, statusCode: StatusCodes.Status400BadRequest, title: "The BrokerProperties header cannot be read.");
        }

        ApplicationHeaders.Apply(context.Request.Headers, message.ApplicationProperties);
        try
        {
            await using var sender = client.CreateSender(queue);
            await sender.SendMessageAsync(message, context.RequestAborted).ConfigureAwait(false);
            return Results.StatusCode(StatusCodes.Status201Created);
        }
        catch (ServiceBusException failure) when (failure.Reason == ServiceBusFailureReason.MessagingEntityNotFound)
        {
            return Results.Problem($"There is no queue '{queue}'.", statusCode: StatusCodes.Status404NotFound, title: "No such queue.");
        }
        catch (ServiceBusException failure) when (failure.Reason == ServiceBusFailureReason.MessageSizeExceeded)
        {
            return TooLarge();
        }
        catch (ServiceBusException failure) when (failure.IsTransient)
        {
            context.Response.Headers.RetryAfter = "1";
            return Results.Problem("The queue did not take the message now; send it again.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "The queue is out of reach.");
        }
        catch (Exception refused) when (refused is ArgumentException or InvalidOperationException or SerializationException)
        {
            return Results.Problem($"'{queue}' takes no messages.", statusCode: StatusCodes.Status400BadRequest, title: "The message cannot be sent.");
        }
    }

    private static IResult TooLarge() =>
        Results.Problem($"A message has at most {MaxBytes} bytes, its properties included.", statusCode: StatusCodes.Status413PayloadTooLarge, title: "The message is too large.");

    /// <summary>The body, or null when it is larger than a message can be.</summary>
    private static async Task<BinaryData?> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return BinaryData.FromBytes(body.ToArray());
    }
}
