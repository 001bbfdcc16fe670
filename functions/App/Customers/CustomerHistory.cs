using System.Text.Json;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Customers;

/// <summary>A page of a customer's history in the API's shape.</summary>
/// <param name="Codes">Personal codes.</param>
/// <param name="Redemptions">What happened to redemptions.</param>
/// <param name="Attempts">Codes that did not work.</param>
/// <param name="Claims">Claims.</param>
/// <param name="Names">The customer's own codes by their pseudonyms.</param>
/// <param name="Next">The token of the next page; null when there is none.</param>
internal sealed record CustomerHistory(
    IReadOnlyList<PersonalCode> Codes,
    IReadOnlyList<HistoryItem> Redemptions,
    IReadOnlyList<CodeAttempt> Attempts,
    IReadOnlyList<ClaimRecord> Claims,
    IReadOnlyDictionary<string, PromoCode> Names,
    string? Next)
{
    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteList(writer, "codes", Codes, WriteCode);
        WriteList(writer, "redemptions", Redemptions, WriteRedemption);
        WriteList(writer, "refusedAttempts", Attempts, WriteAttempt);
        WriteList(writer, "claims", Claims, ClaimJson.WriteListed);
        writer.WriteString("next", Next);
        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteCode(Utf8JsonWriter writer, PersonalCode code)
    {
        writer.WriteStartObject();
        writer.WriteString("code", code.Issued.Code.Value);
        writer.WriteString("campaignId", code.Issued.CampaignId?.Value);
        writer.WriteString("status", Vocabulary<CodeStatus>.Words[code.Issued.Status]);
        writer.WriteBoolean("used", code.Used);
        writer.WriteString("issuedAt", code.IssuedAt);
        WriteInstant(writer, "expiresAt", code.Issued.ExpiresAt);
        writer.WriteEndObject();
    }

    private void WriteRedemption(Utf8JsonWriter writer, HistoryItem item)
    {
        var told = item.Event;
        writer.WriteStartObject();
        writer.WriteString("kind", Vocabulary<RedemptionEventKind>.Words[told.Kind]);
        writer.WriteString("redemptionId", told.RedemptionId);
        writer.WriteString("orderId", told.OrderId);
        writer.WriteString("campaignId", item.CampaignId);
        writer.WriteString("code", told.Code is { } code && Names.TryGetValue(code, out var named) ? named.Value : told.Code);
        writer.WriteString("channel", told.Channel);
        writer.WriteString("currency", told.Currency);
        writer.WriteNumber("discount", told.Discount);
        writer.WriteNumber("orderValue", told.OrderValue);
        writer.WriteNumber("termsVersion", told.TermsVersion);
        WriteInstant(writer, "heldUntil", told.HeldUntil);
        writer.WriteString("at", told.At);
        writer.WriteEndObject();
    }

    private void WriteAttempt(Utf8JsonWriter writer, CodeAttempt attempt)
    {
        writer.WriteStartObject();
        writer.WriteString("at", attempt.At);
        writer.WriteString("code", (attempt.Code ?? Names.GetValueOrDefault(attempt.CodeKey))?.Value ?? attempt.CodeKey);
        writer.WriteString("campaignId", attempt.Standing.CampaignId?.Value);
        if (attempt.Standing.TermsVersion is { } version)
        {
            writer.WriteNumber("termsVersion", version);
        }
        else
        {
            writer.WriteNull("termsVersion");
        }

        writer.WriteBoolean("failed", attempt.Failed);
        writer.WriteStartArray("reasons");
        foreach (var reason in attempt.Reasons)
        {
            writer.WriteStringValue(reason);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter writer, string name, DateTimeOffset? instant)
    {
        if (instant is { } at)
        {
            writer.WriteString(name, at.ToUniversalTime());
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
