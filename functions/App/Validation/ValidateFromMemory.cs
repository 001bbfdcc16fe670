using System.Globalization;
using PromoFunctions.App.Attempts;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using PromoFunctions.App.Telemetry;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Validation;

/// <summary>
/// Answers from this process's memory while storage does not answer, and says so: shoppers still learn what a public code gives. Redeeming, which
/// binds, waits for storage.
/// </summary>
public sealed class ValidateFromMemory(ILastKnown known, GuessGuard guard, RecordAttempts attempts, CustomerKeys customers, TimeProvider clock)
{
    /// <summary>Since when nothing was read of what the answer's limits rest on, ISO 8601.</summary>
    internal const string AsOfHeader = "X-Limits-As-Of";

    /// <summary><c>perCustomer</c>, when the customer's own uses were never read here and count as none.</summary>
    internal const string UnknownHeader = "X-Limits-Unknown";

    /// <summary>Whether storage has just failed to answer.</summary>
    public bool StorageIsSilent => known.StorageIsSilent;

    /// <summary>200 as validation answers, with the headers; 429 for a shopper known to be blocked; null when memory does not know every code and its limits.</summary>
    public Answer? Answer(ValidateRequest request, AttemptedRequest attempt, Shopper shopper, Phrases phrases)
    {
        if (known.Catalog is not { } catalog || !request.Codes.All(catalog.Value.Codes.ContainsKey))
        {
            return null;
        }

        if (guard.Check(shopper, known) is { } blocked)
        {
            return blocked;
        }

        var limits = new Limits(known, customers.Of(request.Customer)?.Value, catalog.AsOf);
        var candidates = request.Codes.Select(code => limits.Of(CodeLookup.Of(catalog.Value, code))).OfType<Candidate>().ToList();
        if (candidates.Count != request.Codes.Count)
        {
            return null;
        }

        var at = request.At ?? CodeLookup.Present(clock, candidates);
        var purchase = new Purchase(request.Cart, request.Customer, customers.Of(request.Customer), at);
        var evaluation = Evaluate.Codes(candidates, purchase, phrases);
        List<Alternative> alternatives = [];
        if (!evaluation.Valid || request.Codes.Count == 0)
        {
            var best = EvaluateAlternatives.Ranked(catalog.Value.Announced.Candidates, request.Codes, purchase, ValidateCodes.MostTried, phrases);
            alternatives.AddRange(best.Select(limits.Of).OfType<Candidate>()
                .SelectMany(candidate => EvaluateAlternatives.Best([candidate], purchase, 1, phrases))
                .Take(ValidateCodes.MostAlternatives));
        }

        attempts.Refused(attempt, candidates, evaluation, at);
        PromoTelemetry.Refused("validate", evaluation.Rejected);
        var answer = Http.Answer.Ok(writer => EvaluationJson.Write(writer, evaluation, alternatives))
            .With(AsOfHeader, limits.AsOf.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return limits.CustomerUnknown ? answer.With(UnknownHeader, "perCustomer") : answer;
    }

    /// <summary>Puts remembered limits to candidates, and keeps how old the oldest was.</summary>
    private sealed class Limits(ILastKnown known, string? customerKey, DateTimeOffset asOf)
    {
        public DateTimeOffset AsOf { get; private set; } = asOf;

        public bool CustomerUnknown { get; private set; }

        /// <summary>The candidate with its limits; null when they were never read.</summary>
        public Candidate? Of(Candidate candidate)
        {
            if (candidate.Campaign is not { } campaign || campaign.Definition.Limits == Domain.Campaigns.Limits.None)
            {
                return candidate;
            }

            if (known.LimitsOf(campaign, customerKey) is not { } limits)
            {
                return null;
            }

            AsOf = limits.AsOf < AsOf ? limits.AsOf.Value : AsOf;
            CustomerUnknown |= limits.CustomerUnknown;
            return candidate with { Limits = limits.Left };
        }
    }
}
