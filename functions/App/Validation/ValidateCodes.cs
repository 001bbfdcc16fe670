using PromoFunctions.App.Attempts;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using PromoFunctions.App.Telemetry;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Language;
using PromoFunctions.Storage;

namespace PromoFunctions.App.Validation;

/// <summary>Answers whether codes apply, why not, and what applies instead. Binds nothing.</summary>
public sealed class ValidateCodes(CodeLookup lookup, GuessGuard guard, RecordAttempts attempts, ValidateFromMemory memory, CustomerKeys customers, TimeProvider clock)
{
    /// <summary>How long a shopper waits for storage while memory could answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal const int MostAlternatives = 3;

    /// <summary>How many of the best codes are asked for their limits before the search is given up.</summary>
    internal const int MostTried = 20;

    /// <summary>200 with the evaluation, valid or not; 429 for a shopper who sent too many unknown codes.</summary>
    public async Task<Answer> HandleAsync(ValidateRequest request, Shopper shopper, Phrases phrases, CancellationToken cancellationToken)
    {
        var attempt = new AttemptedRequest(request.Codes, request.Cart, request.Customer, request.Client, request.At);
        if (memory.StorageIsSilent && memory.Answer(request, attempt, shopper, phrases) is { } known)
        {
            return known;
        }

        try
        {
            var evaluating = EvaluateAsync(request, attempt, shopper, phrases, cancellationToken);
            if (!evaluating.IsCompleted)
            {
                await ((Task)evaluating).WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!evaluating.IsCompleted && !cancellationToken.IsCancellationRequested && memory.Answer(request, attempt, shopper, phrases) is { } soon)
                {
                    return soon;
                }
            }

            var (answer, note) = await evaluating.ConfigureAwait(false);
            note?.Invoke();
            return answer;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && StorageFailure.IsUnavailable(failure) && memory.Answer(request, attempt, shopper, phrases) is { } lastKnown)
        {
            return lastKnown;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            attempts.Failed(attempt);
            throw;
        }
    }

    /// <summary>The answer, and what notes its refusals once it is given: memory may have answered, and noted, in its place.</summary>
    private async Task<(Answer Answer, Action? Note)> EvaluateAsync(ValidateRequest request, AttemptedRequest attempt, Shopper shopper, Phrases phrases, CancellationToken cancellationToken)
    {
        if (await guard.CheckAsync(shopper, cancellationToken).ConfigureAwait(false) is { } blocked)
        {
            return (blocked, null);
        }

        var (view, known) = await lookup.FindAsync(request.Codes, cancellationToken).ConfigureAwait(false);
        var at = request.At ?? CodeLookup.Present(clock, known);
        var purchase = new Purchase(request.Cart, request.Customer, customers.Of(request.Customer), at);
        var candidates = await lookup.WithLimitsAsync(known, purchase.CustomerKey, cancellationToken).ConfigureAwait(false);
        var evaluation = Evaluate.Codes(candidates, purchase, phrases);
        if (await guard.CountUnknownAsync(shopper, evaluation, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return (refused, null);
        }

        var alternatives = evaluation.Valid && request.Codes.Count > 0
            ? []
            : await AlternativesAsync(view, request, purchase, phrases, cancellationToken).ConfigureAwait(false);
        return (Answer.Ok(writer => EvaluationJson.Write(writer, evaluation, alternatives)), () =>
        {
            attempts.Refused(attempt, candidates, evaluation, at);
            PromoTelemetry.Refused("validate", evaluation.Rejected);
        });
    }

    private async Task<IReadOnlyList<Alternative>> AlternativesAsync(CatalogView view, ValidateRequest request, Purchase purchase, Phrases phrases, CancellationToken cancellationToken)
    {
        var found = new List<Alternative>(MostAlternatives);
        foreach (var best in EvaluateAlternatives.Ranked(view.Announced.Candidates, request.Codes, purchase, MostTried, phrases))
        {
            // Limits cost storage, so only the best are asked.
            var candidate = await lookup.WithLimitsAsync(best, purchase.CustomerKey, cancellationToken).ConfigureAwait(false);
            found.AddRange(EvaluateAlternatives.Best([candidate], purchase, 1, phrases));
            if (found.Count == MostAlternatives)
            {
                break;
            }
        }

        return found;
    }
}
