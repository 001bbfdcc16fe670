using System.Text.Json;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Evaluations in the API's shape.</summary>
public static class EvaluationJson
{
    /// <summary>Writes the answer of validate.</summary>
    public static void Write(Utf8JsonWriter writer, OrderEvaluation evaluation, IReadOnlyList<Alternative> alternatives)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", evaluation.Valid);
        writer.WriteString("currency", evaluation.Currency.Code);
        writer.WriteNumber("subtotal", evaluation.Subtotal);
        writer.WriteNumber("shipping", evaluation.Shipping);
        writer.WriteNumber("discount", evaluation.Discount);
        writer.WriteNumber("total", evaluation.Total);
        writer.WritePropertyName("applied");
        WriteApplied(writer, evaluation.Applied);
        writer.WritePropertyName("rejected");
        WriteRejected(writer, evaluation.Rejected);
        writer.WriteStartArray("alternatives");
        foreach (var alternative in alternatives)
        {
            writer.WriteStartObject();
            writer.WriteString("code", alternative.Code.Value);
            writer.WriteNumber("discount", alternative.Discount);
            writer.WriteString("summary", alternative.Summary);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the array of codes that apply.</summary>
    public static void WriteApplied(Utf8JsonWriter writer, IReadOnlyList<AppliedCode> applied)
    {
        writer.WriteStartArray();
        foreach (var code in applied)
        {
            writer.WriteStartObject();
            writer.WriteString("code", code.Code.Value);
            writer.WriteString("campaignId", code.CampaignId.Value);
            writer.WriteNumber("version", code.Version);
            writer.WriteNumber("discount", code.Discount);
            writer.WriteNumber("shippingDiscount", code.ShippingDiscount);
            writer.WriteStartArray("lines");
            foreach (var line in code.Lines)
            {
                writer.WriteStartObject();
                writer.WriteString("id", line.Id);
                writer.WriteNumber("discount", line.Discount);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("summary", code.Summary);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the array of codes that do not apply, each with its reasons.</summary>
    public static void WriteRejected(Utf8JsonWriter writer, IReadOnlyList<RejectedCode> rejected)
    {
        writer.WriteStartArray();
        foreach (var code in rejected)
        {
            writer.WriteStartObject();
            writer.WriteString("code", code.Code.Value);
            writer.WriteStartArray("reasons");
            foreach (var reason in code.Reasons)
            {
                WriteReason(writer, reason);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes one reason.</summary>
    public static void WriteReason(Utf8JsonWriter writer, Reason reason)
    {
        writer.WriteStartObject();
        writer.WriteString("code", reason.Code);
        writer.WriteString("message", reason.Message);
        writer.WritePropertyName("facts");
        reason.Facts.Write(writer);
        writer.WriteEndObject();
    }
}
