using System.Globalization;
using Microsoft.Extensions.Logging;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Backtesting;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>Tries a policy on past claims, from the facts that were kept with each. Changes nothing.</summary>
public sealed class BacktestPolicy(IClaimArchive claims, TimeProvider time, ILogger<BacktestPolicy> logger)
{
    // In Azure a request that takes longer than 230 seconds is cut off by what stands before the functions.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(150);
    private const int Step = 1_000;

    /// <summary>200 with the figures and the first claims that would be decided otherwise; 422 when there are too many claims for one request.</summary>
    /// <param name="request">What to try on which claims.</param>
    /// <param name="limit">The query parameter; null when it was not sent.</param>
    /// <param name="next">Likewise. With it, further claims are listed, without the figures, which the first answer has of all of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer> HandleAsync(BacktestRequest request, string? limit, string? next, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        if (BacktestPage.Read(limit, next, errors) is not { } page)
        {
            return Problem.Invalid(errors);
        }

        var started = time.GetTimestamp();
        var figures = BacktestFigures.None;
        var listed = new List<Comparison>();
        await foreach (var claim in claims.ReadAsync(request.From, request.To, page.After, cancellationToken).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(started) > MostTime)
            {
                return TooMany(figures, claim.Place.ReceivedAt);
            }

            if (Comparison.Of(claim, request.Policy) is not { } comparison)
            {
                figures = figures.AddUndecided();
                continue;
            }

            figures = figures.Add(comparison);
            if (comparison.Differs && listed.Count < page.Limit)
            {
                listed.Add(comparison);
            }
            else if (comparison.Differs && page.After is not null)
            {
                break;
            }

            if (figures.Compared % Step == 0)
            {
                Log.BacktestProgress(logger, figures.Compared, time.GetElapsedTime(started).TotalSeconds);
            }
        }

        Log.BacktestDone(logger, figures.Compared, figures.Changed, time.GetElapsedTime(started).TotalSeconds);
        return BacktestJson.Answer(request, page.After is null ? figures : null, listed, figures.Changed > listed.Count ? listed[^1].Place.ToToken() : null);
    }

    private static Problem TooMany(BacktestFigures figures, DateTimeOffset reached) => Problem.Refused(
        "range-too-large",
        string.Create(CultureInfo.InvariantCulture, $"One request compares as many claims as it can in {MostTime.TotalSeconds:F0} seconds; these were {figures.Compared}, down to {reached:O}. Ask for shorter ranges: their figures add up."),
        writer =>
        {
            writer.WriteNumber("compared", figures.Compared);
            writer.WriteString("reached", reached);
        });
}
