using System.Text.Json;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Asking;

/// <summary>
/// The terms of a code as a storefront may show them: <c>perCustomer</c> and the code's own uses, never a campaign's total,
/// budget or tags, nor whose the code is.
/// </summary>
public static class TermsJson
{
    /// <summary>Writes the answer of <c>GET /api/codes/{code}/terms</c>.</summary>
    public static void Write(Utf8JsonWriter writer, LiveTerms live, Phrases phrases)
    {
        writer.WriteStartObject();
        writer.WriteString("code", live.Candidate.Code.Value);
        writer.WriteString("campaignId", live.Campaign.Id.Value);
        writer.WriteString("status", live.Status);
        writer.WriteString("startsAt", live.Terms.StartsAt);
        writer.WriteString("endsAt", live.Terms.EndsAt);
        writer.WriteString("summary", TermsText.Summary(live.Terms, phrases));
        writer.WriteStartArray("sentences");
        foreach (var sentence in live.Sentences(phrases))
        {
            writer.WriteStringValue(sentence);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("discount");
        live.Terms.Discount.Write(writer);
        WriteConditions(writer, live.Terms.Conditions);
        writer.WriteStartObject("limits");
        WriteLimit(writer, "perCustomer", live.Campaign.Definition.Limits.PerCustomer);
        WriteLimit(writer, "uses", live.Candidate.WorksOnce ? 1 : null);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes the member <c>conditions</c>, of each what a storefront may show.</summary>
    internal static void WriteConditions(Utf8JsonWriter writer, IEnumerable<Conditions.Condition> conditions)
    {
        writer.WriteStartArray("conditions");
        foreach (var condition in conditions)
        {
            condition.WritePublic(writer);
        }

        writer.WriteEndArray();
    }

    private static void WriteLimit(Utf8JsonWriter writer, string name, int? limit)
    {
        if (limit is { } most)
        {
            writer.WriteNumber(name, most);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
