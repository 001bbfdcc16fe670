using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using PromoFunctions.App.Queues;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Http;

/// <summary>The edge of every HTTP function: a body in, an answer out, and no failure that tells more than it should.</summary>
public sealed class Endpoint(ILogger<Endpoint> logger)
{
    /// <summary>Reads the body and hands it to the handler; answers 400 or 413 itself.</summary>
    public Task<IActionResult> RunAsync<TRequest>(
        HttpRequest request,
        Func<FieldReader, TRequest?> read,
        Func<TRequest, CancellationToken, Task<Answer>> handle,
        CancellationToken cancellationToken)
        where TRequest : class =>
        RunAsync(
            async token =>
            {
                if (await RequestBody.ReadAsync(request, token).ConfigureAwait(false) is not { } body)
                {
                    return Problem.TooLarge(RequestBody.MostBytes);
                }

                var errors = new InputErrors();
                return JsonInput.Read(body, errors, read) is { } input
                    ? await handle(input, token).ConfigureAwait(false)
                    : Problem.Invalid(errors);
            },
            cancellationToken);

    /// <summary>Runs a handler that needs no body.</summary>
    public async Task<IActionResult> RunAsync(Func<CancellationToken, Task<Answer>> handle, CancellationToken cancellationToken)
    {
        try
        {
            return new AnswerResult(await handle(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Outage.Is(failure))
        {
            Log.StorageUnavailable(logger, failure.GetType().Name);
            return new AnswerResult(Problem.Unavailable);
        }
        catch (BadHttpRequestException bad)
        {
            return new AnswerResult(bad.StatusCode == 413
                ? Problem.TooLarge(RequestBody.MostBytes)
                : Problem.Invalid("", "could not be read to its end."));
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.RequestFailed(logger, failure);
            return new AnswerResult(Problem.Internal);
        }
    }
}
