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

    private static void WriteRemedy(Utf8JsonWriter writer, Remedy remedy)
    {
        writer.WriteStartObject();
        switch (remedy)
        {
            case Remedy.Refund refund:
                writer.WriteString("kind", "refund");
                writer.WriteNumber("amount", refund.Amount);
                writer.WriteString("redemptionId", refund.RedemptionId);
                break;
            case Remedy.NewCode given:
                WriteOwnCode(writer, "code", given);
                break;
            case Remedy.SentAgain again:
                WriteOwnCode(writer, "resend", again);
                break;
            case Remedy.RunningCode running:
                WriteAlternative(writer, "code", running.Code);
                break;
            case Remedy.AnnouncedCampaign announced:
                WriteAlternative(writer, "campaign", announced.Code);
                break;
            case Remedy.Newsletter:
                WriteAlternative(writer, "newsletter", code: null);
                break;
            case Remedy.LoyaltyProgramme:
                WriteAlternative(writer, "loyalty-programme", code: null);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "No such remedy.");
        }

        writer.WriteEndObject();
    }

    /// <summary>Without the code, which bears a name: the customer has it by mail, and the helpdesk by the claim.</summary>
    private static void WriteOwnCode(Utf8JsonWriter writer, string kind, Remedy.OwnCode code)
    {
        writer.WriteString("kind", kind);
        if (code.ExpiresAt is { } expiresAt)
        {
            writer.WriteString("expiresAt", expiresAt);
        }
    }

    /// <summary>Codes of alternatives are public.</summary>
    private static void WriteAlternative(Utf8JsonWriter writer, string offer, string? code)
    {
        writer.WriteString("kind", "alternative");
        writer.WriteString("offer", offer);
        if (code is not null)
        {
            writer.WriteString("code", code);
        }
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
            WriteRemedy(writer, remedy);
        }

        writer.WriteEndArray();
        writer.WriteString("decidedBy", _decision.DecidedBy);
        writer.WriteString("at", _decision.DecidedAt);
        writer.WriteEndObject();
    }
}
