using System.Text.Json;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims;

/// <summary>Claims in the API's shape.</summary>
public static class ClaimJson
{
    /// <summary>Writes a claim with its reply, its contacts and its audit.</summary>
    public static void Write(Utf8JsonWriter writer, ClaimRecord claim, IReadOnlyList<DatedContact> contacts, IReadOnlyList<AuditEntry> audit)
    {
        writer.WriteStartObject();
        WriteMembers(writer, claim);
        if (claim.State.Reply is { } reply)
        {
            writer.WriteStartObject("reply");
            writer.WriteString("subject", reply.Subject);
            writer.WriteString("text", reply.Text);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("reply");
        }

        writer.WriteStartArray("contacts");
        foreach (var contact in contacts)
        {
            contact.Contact.Write(writer, contact.At);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("audit");
        foreach (var entry in audit)
        {
            writer.WriteStartObject();
            writer.WriteString("at", entry.At);
            writer.WriteString("actor", entry.Actor);
            writer.WriteString("event", entry.Event);
            writer.WriteString("detail", entry.Words is null ? entry.Detail : $"{entry.Detail} “{entry.Words}”");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes a claim as the list shows it: without reply and audit.</summary>
    public static void WriteListed(Utf8JsonWriter writer, ClaimRecord claim)
    {
        writer.WriteStartObject();
        WriteMembers(writer, claim);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, ClaimRecord claim)
    {
        writer.WriteString("claimId", claim.Id.Value);
        writer.WriteString("kind", claim.Kind is { } kind ? Vocabulary<ClaimKind>.Words[kind] : null);
        writer.WriteString("status", Vocabulary<ClaimStatus>.Words[claim.State.Status]);
        writer.WriteString("receivedAt", claim.ReceivedAt);
        if (claim.Agent is not null)
        {
            writer.WriteString("agent", claim.Agent);
        }

        if (claim.State.Failure is { } failure)
        {
            writer.WriteStartObject("failure");
            writer.WriteString("reason", failure.Reason);
            writer.WriteString("description", failure.Description);
            writer.WriteEndObject();
        }

        if (claim.State is { Status: ClaimStatus.Escalated, Escalation: { } escalation })
        {
            writer.WriteString("deadline", escalation.Deadline);
            writer.WriteBoolean("overdue", escalation.Overdue);
        }

        WriteDecision(writer, claim.State.Decision);
        writer.WriteStartArray("remedies");
        foreach (var remedy in claim.State.Remedies)
        {
            RemedyMembers.Of(remedy).Write(writer);
        }

        writer.WriteEndArray();
    }

    private static void WriteDecision(Utf8JsonWriter writer, Decision? decision)
    {
        if (decision is null)
        {
            writer.WriteNull("decision");
            return;
        }

        writer.WriteStartObject("decision");
        writer.WriteString("outcome", Vocabulary<ClaimOutcome>.Words[decision.Outcome]);
        writer.WriteString("rule", decision.Rule);
        writer.WriteString("complexity", Vocabulary<ClaimComplexity>.Words[decision.Complexity]);
        writer.WriteNumber("amount", decision.Amount);
        writer.WriteString("currency", decision.Currency);
        writer.WriteStartArray("rationale");
        foreach (var sentence in decision.Rationale)
        {
            writer.WriteStringValue(sentence);
        }

        writer.WriteEndArray();
        writer.WriteNumber("policyVersion", decision.PolicyVersion);
        if (decision.TermsVersion is { } terms)
        {
            writer.WriteNumber("termsVersion", terms);
        }
        else
        {
            writer.WriteNull("termsVersion");
        }

        writer.WriteString("decidedBy", decision.DecidedBy);
        writer.WriteString("decidedAt", decision.DecidedAt);
        writer.WriteEndObject();
    }
}
