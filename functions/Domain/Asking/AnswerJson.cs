using System.Text.Json;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Asking;

/// <summary>Answers in the API's shape.</summary>
public static class AnswerJson
{
    /// <summary>Writes an answer. Its facts are those of the topic, the conditions that matter to it, and what stands against the code.</summary>
    public static void Write(Utf8JsonWriter writer, QuestionAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("topic", Vocabulary<Topic>.Words[answer.Topic]);
        writer.WriteString("answer", answer.Text);
        writer.WriteStartObject("facts");
        answer.Facts.WriteMembers(writer);
        TermsJson.WriteConditions(writer, answer.Conditions);
        writer.WriteStartArray("reasons");
        foreach (var reason in answer.Reasons)
        {
            EvaluationJson.WriteReason(writer, reason);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteBoolean("handOff", false);
        writer.WriteEndObject();
    }

    /// <summary>Writes what is answered when a person should: no topic is claimed to be understood unless it was.</summary>
    public static void WriteHandOff(Utf8JsonWriter writer, Topic? topic, string answer, Facts facts, ClaimDraft claim)
    {
        writer.WriteStartObject();
        writer.WriteString("topic", topic is { } known ? Vocabulary<Topic>.Words[known] : null);
        writer.WriteString("answer", answer);
        writer.WritePropertyName("facts");
        facts.Write(writer);
        writer.WriteBoolean("handOff", true);
        writer.WritePropertyName("claim");
        claim.Write(writer);
        writer.WriteEndObject();
    }
}
