using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>Reads a claim that was put on the queue itself.</summary>
internal static class ClaimBody
{
    /// <summary>The claim, or why the message is none.</summary>
    /// <param name="message">From the queue.</param>
    /// <param name="receivedAt">Now.</param>
    /// <param name="failure">The reason to dead-letter it with; never a value of the message.</param>
    /// <param name="named">The id that an unreadable message names all the same; null when it names none.</param>
    public static Claim? Read(QueuedClaim message, DateTimeOffset receivedAt, [NotNullWhen(false)] out ClaimFailure? failure, out ClaimId? named)
    {
        named = null;
        failure = null;
        if (message.Body.Length > RequestBody.MostBytes)
        {
            failure = new ClaimFailure("too-large", $"A claim has at most {RequestBody.MostBytes} bytes.");
            return null;
        }

        var errors = new InputErrors();
        using var document = JsonInput.Parse(message.Body, errors);
        if (document is null)
        {
            failure = new ClaimFailure("malformed", "The message " + errors.ToList()[0].Value[0]);
            return null;
        }

        named = IdOf(document.RootElement);
        if (FieldReader.Open(document.RootElement, errors) is { } reader
            && Claim.Read(reader, ClaimId.OfMessage(message.Name), receivedAt) is { } claim
            && errors.IsEmpty)
        {
            return claim;
        }

        var (place, sentences) = errors.ToList()[0];
        failure = new ClaimFailure("invalid-claim", $"{(place.Length == 0 ? "The message" : place)} {sentences[0]}");
        return null;
    }

    private static ClaimId? IdOf(JsonElement root)
    {
        var reader = FieldReader.Open(root, new InputErrors());
        return reader?.OptionalParsed<ClaimId>("claimId", ClaimId.MaxLength, ClaimId.TryParse);
    }
}
