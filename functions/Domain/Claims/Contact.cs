using System.Text.Encodings.Web;
using System.Text.Json;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims;

/// <summary>One contact with the customer: who answered, where, and what was said. Personal data throughout.</summary>
/// <param name="Channel">Such as chat, phone or e-mail.</param>
/// <param name="Agent">Who took it.</param>
/// <param name="Reference">The helpdesk's own number of it.</param>
/// <param name="Summary">What it was about.</param>
/// <param name="Messages">What was said, as sent.</param>
public sealed record Contact(string Channel, string Agent, string Reference, string Summary, IReadOnlyList<ContactMessage> Messages)
{
    /// <summary>The most characters of a channel or an agent.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The most characters of a reference.</summary>
    public const int MaxReferenceLength = 128;

    /// <summary>The most characters of a summary.</summary>
    public const int MaxSummaryLength = 4_000;

    /// <summary>The most messages.</summary>
    public const int MaxMessages = 500;

    // Never shown in HTML: umlauts stay one character.
    internal static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a contact.</summary>
    public static Contact? Read(FieldReader reader)
    {
        var channel = reader.Text("channel", MaxNameLength);
        var agent = reader.Text("agent", MaxNameLength);
        var reference = reader.Text("reference", MaxReferenceLength);
        var summary = reader.Prose("summary", MaxSummaryLength);
        var messages = reader.OptionalObjects("messages", MaxMessages, ContactMessage.Read) ?? [];
        reader.RefuseUnknown();
        return !reader.Failed && channel is not null && agent is not null && reference is not null && summary is not null
            ? new Contact(channel, agent, reference, summary, messages)
            : null;
    }

    /// <summary>Writes the contact as <see cref="Read"/> takes it; with when the desk got it, where that is said.</summary>
    public void Write(Utf8JsonWriter writer, DateTimeOffset? at = null)
    {
        writer.WriteStartObject();
        if (at is { } got)
        {
            writer.WriteString("at", got);
        }

        writer.WriteString("channel", Channel);
        writer.WriteString("agent", Agent);
        writer.WriteString("reference", Reference);
        writer.WriteString("summary", Summary);
        writer.WriteStartArray("messages");
        foreach (var message in Messages)
        {
            message.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

/// <summary>One message of a contact.</summary>
/// <param name="At">When it was said.</param>
/// <param name="From">Who said it, such as customer or agent.</param>
/// <param name="Text">What was said.</param>
public sealed record ContactMessage(DateTimeOffset At, string From, string Text)
{
    /// <summary>The most characters of a message.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>Reads a message.</summary>
    public static ContactMessage? Read(FieldReader reader)
    {
        var at = reader.Instant("at");
        var from = reader.Text("from", Contact.MaxNameLength);
        var text = reader.Prose("text", MaxTextLength);
        reader.RefuseUnknown();
        return !reader.Failed && at is { } instant && from is not null && text is not null
            ? new ContactMessage(instant.ToUniversalTime(), from, text)
            : null;
    }

    /// <summary>Writes the message as <see cref="Read"/> takes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("at", At);
        writer.WriteString("from", From);
        writer.WriteString("text", Text);
        writer.WriteEndObject();
    }
}
