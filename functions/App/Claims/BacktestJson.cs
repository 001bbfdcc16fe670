using System.Text.Json;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Backtesting;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>What a back-test found, in the API's shape.</summary>
internal static class BacktestJson
{
    /// <summary>200.</summary>
    /// <param name="request">What was tried.</param>
    /// <param name="figures">Of all claims; null for a further page.</param>
    /// <param name="changed">Claims that would be decided otherwise.</param>
    /// <param name="next">The token of the next page; null when there is none.</param>
    public static Answer Answer(BacktestRequest request, BacktestFigures? figures, IReadOnlyList<Comparison> changed, string? next) => Http.Answer.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("from", request.From);
        writer.WriteString("to", request.To);
        if (figures is not null)
        {
            Write(writer, figures);
        }

        writer.WriteStartArray("changed");
        foreach (var comparison in changed)
        {
            Write(writer, comparison);
        }

        writer.WriteEndArray();
        writer.WriteString("next", next);
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, BacktestFigures figures)
    {
        writer.WriteNumber("compared", figures.Compared);
        writer.WriteNumber("undecided", figures.Undecided);
        writer.WriteNumber("changedCount", figures.Changed);
        writer.WriteStartArray("cost");
        foreach (var (currency, cost) in figures.Cost)
        {
            writer.WriteStartObject();
            writer.WriteString("currency", currency);
            writer.WriteNumber("compared", cost.Compared);
            writer.WriteNumber("changed", cost.Changed);
            writer.WriteNumber("before", cost.Before);
            writer.WriteNumber("after", cost.After);
            writer.WriteNumber("difference", cost.Difference);
            writer.WriteStartObject("codes");
            writer.WriteNumber("before", cost.CodesBefore);
            writer.WriteNumber("after", cost.CodesAfter);
            writer.WriteNumber("difference", cost.CodesAfter - cost.CodesBefore);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("outcomes");
        foreach (var ((was, would), claims) in figures.Outcomes)
        {
            writer.WriteStartObject();
            writer.WriteString("was", Vocabulary<ClaimOutcome>.Words[was]);
            writer.WriteString("would", Vocabulary<ClaimOutcome>.Words[would]);
            writer.WriteNumber("claims", claims);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Comparison comparison)
    {
        writer.WriteStartObject();
        writer.WriteString("claimId", comparison.Place.Id.Value);
        writer.WriteString("kind", Vocabulary<ClaimKind>.Words[comparison.Kind]);
        writer.WriteString("receivedAt", comparison.Place.ReceivedAt);
        writer.WriteString("currency", comparison.Currency);
        writer.WriteNumber("policyVersion", comparison.PolicyVersion);
        Write(writer, "was", comparison.Was);
        Write(writer, "would", comparison.Would);
        writer.WriteNumber("difference", comparison.Would.Amount - comparison.Was.Amount);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Verdict verdict)
    {
        writer.WriteStartObject(name);
        writer.WriteString("outcome", Vocabulary<ClaimOutcome>.Words[verdict.Outcome]);
        writer.WriteString("rule", verdict.Rule);
        writer.WriteNumber("amount", verdict.Amount);
        writer.WriteStartArray("remedies");
        foreach (var remedy in verdict.Remedies)
        {
            writer.WriteStringValue(Vocabulary<PolicyRemedy>.Words[remedy]);
        }

        writer.WriteEndArray();
        if (verdict.Gift is { } gift)
        {
            writer.WriteStartObject("code");
            writer.WriteString("kind", Vocabulary<CodeGiftKind>.Words[gift.Kind]);
            writer.WriteNumber("percent", gift.Percent);
            writer.WriteNumber("days", gift.Days);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
