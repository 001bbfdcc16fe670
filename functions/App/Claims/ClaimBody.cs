using System.Text.Json;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>What a message holds that was put on the queue by somebody else.</summary>
/// <param name="Claim">The claim; null when the message is none.</param>
/// <param name="Failure">Why it is none; null otherwise. Never a value of the message.</param>
/// <param name="Named">The id that the message names, readable or not; null when it names none.</param>
internal sealed record ClaimBody(Claim? Claim, ClaimFailure? Failure, ClaimId? Named)
{
    /// <summary>Reads a message that came in at <paramref name="receivedAt"/>.</summary>
    public static ClaimBody Read(QueuedClaim message, DateTimeOffset receivedAt)
    {
        if (message.Body.Length > RequestBody.MostBytes)
        {
            return new(null, new ClaimFailure("too-large", $"A claim has at most {RequestBody.MostBytes} bytes."), null);
        }

        var errors = new InputErrors();
        using var document = JsonInput.Parse(message.Body, errors);
        if (document is null)
        {
            return new(null, new ClaimFailure("malformed", "The message " + errors.ToList()[0].Value[0]), null);
        }

        var named = IdOf(document.RootElement);
        if (FieldReader.Open(document.RootElement, errors) is { } reader
            && Domain.Claims.Claim.Read(reader, message.WhenNone, receivedAt) is { } claim
            && errors.IsEmpty)
        {
            return new(claim, null, named);
        }

        var (place, sentences) = errors.ToList()[0];
        return new(null, new ClaimFailure("invalid-claim", $"{(place.Length == 0 ? "The message" : place)} {sentences[0]}"), named);
    }

    /// <summary>The id that a message's body names; null when it names none that could be read.</summary>
    public static ClaimId? IdIn(ReadOnlyMemory<byte> body)
    {
        using var document = body.Length > RequestBody.MostBytes ? null : JsonInput.Parse(body, new InputErrors());
        return document is null ? null : IdOf(document.RootElement);
    }

    private static ClaimId? IdOf(JsonElement root) =>
        FieldReader.Open(root, new InputErrors())?.OptionalParsed<ClaimId>("claimId", ClaimId.MaxLength, ClaimId.TryParse);
}
