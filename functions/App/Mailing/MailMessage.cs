using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Mailing;

/// <summary>The message of the queue <c>mail</c>: a ticket as JSON, <c>{ "mail", "place", "attempt" }</c>, with no word of the mail itself.</summary>
internal static class MailMessage
{
    private const string Id = "mail";
    private const string Place = "place";
    private const string Attempt = "attempt";

    /// <summary>The message of a ticket. Its id names the mail and, from the second attempt on, the attempt: the queue takes each once.</summary>
    public static ServiceBusMessage Of(MailTicket ticket)
    {
        var json = new ArrayBufferWriter<byte>(160);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString(Id, ticket.Id.Value);
            writer.WriteString(Place, ticket.Place);
            writer.WriteNumber(Attempt, ticket.Attempt);
            writer.WriteEndObject();
        }

        return new ServiceBusMessage(new BinaryData(json.WrittenMemory))
        {
            ContentType = "application/json",
            MessageId = ticket.Attempt == 1 ? ticket.Id.Value : string.Create(CultureInfo.InvariantCulture, $"{ticket.Id.Value}-{ticket.Attempt}"),
        };
    }

    /// <summary>What a message says.</summary>
    /// <returns>The ticket, or why the message can never be one.</returns>
    public static (MailTicket? Ticket, MailFailure? Failure) Read(ServiceBusReceivedMessage message)
    {
        var errors = new InputErrors();
        if (JsonInput.Read(message.Body.ToMemory(), errors, ReadTicket) is { } ticket)
        {
            return (ticket, null);
        }

        var (pointer, sentences) = errors.ToList()[0];
        return (null, new MailFailure("invalid-mail", $"{(pointer.Length == 0 ? "The body" : pointer)} {sentences[0]}"));
    }

    private static MailTicket? ReadTicket(FieldReader reader)
    {
        var id = reader.Parsed<MailId>(Id, MailId.MaxLength, MailId.TryParse);
        var place = reader.Text(Place, MailTicket.MaxPlaceLength);
        var attempt = reader.Int(Attempt, 1, MailTicket.LastAttempt);
        reader.RefuseUnknown();
        return id is not null && place is not null && attempt is { } number && !reader.Failed ? new(id, place, number) : null;
    }
}
