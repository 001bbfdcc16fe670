using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims;

/// <summary>The event <c>claim.decided</c>; README describes it. It names no customer and holds no code that bears a name. The same decision makes the same bytes.</summary>
public sealed class ClaimEvent
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ClaimRecord _claim;
    private readonly Decision _decision;
    private readonly string? _orderId;

    private ClaimEvent(ClaimRecord claim, Decision decision, string? orderId) => (_claim, _decision, _orderId) = (claim, decision, orderId);

    /// <summary>The type of the event.</summary>
    public static string Type => "claim.decided";

    /// <summary>The same for every repeat, and another for each decision of a claim.</summary>
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"claim|{_claim.Id.Value}|{_claim.State.Decisions}");

    /// <summary>The event of a claim's last decision.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="decision">That decision.</param>
    /// <param name="orderId">The order that it is about; null without one, or when the person was erased.</param>
    public static ClaimEvent Of(ClaimRecord claim, Decision decision, string? orderId) => new(claim, decision, orderId);

    /// <summary>The body.</summary>
    public byte[] ToUtf8()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Relaxed))
        {
            Write(writer);
        }

        return json.ToArray();
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Type);
        writer.WriteString("claimId", _claim.Id.Value);
        writer.WriteNumber("decision", _claim.State.Decisions);
        writer.WriteString("kind", _claim.Kind is { } kind ? Vocabulary<ClaimKind>.Words[kind] : null);
        writer.WriteString("orderId", _orderId);
        writer.WriteString("outcome", Vocabulary<ClaimOutcome>.Words[_decision.Outcome]);
        writer.WriteNumber("amount", _decision.Amount);
        writer.WriteString("currency", _decision.Currency);
        writer.WriteStartArray("remedies");
        foreach (var remedy in _claim.State.Remedies)
        {
            RemedyMembers.Of(remedy).ForEvent().Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteString("decidedBy", _decision.DecidedBy);
        writer.WriteString("at", _decision.DecidedAt);
        writer.WriteEndObject();
    }
}
