using System.Net;

namespace SendGrid.Helpers.Reliability;

/// <summary>
/// Sends again what failed with a status worth it, on the way, or by a timeout. With retries on, the last such status is
/// thrown as <see cref="HttpRequestException"/> and a timeout as <see cref="TimeoutException"/>, even when the caller
/// cancelled; so does the official one.
/// </summary>
public class RetryDelegatingHandler : DelegatingHandler
{
    private readonly ReliabilitySettings settings;

    public RetryDelegatingHandler(ReliabilitySettings settings) => this.settings = settings;

    public RetryDelegatingHandler(HttpMessageHandler innerHandler, ReliabilitySettings settings)
        : base(innerHandler) => this.settings = settings;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (settings.MaximumNumberOfRetries == 0)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        for (int failed = 0; ; failed++)
        {
            try
            {
                HttpResponseMessage answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (!settings.RetriableServerErrorStatusCodes.Contains(answer.StatusCode))
                {
                    return answer;
                }

                HttpStatusCode status = answer.StatusCode;
                answer.Dispose();
                if (failed == settings.MaximumNumberOfRetries)
                {
                    throw new HttpRequestException($"The server answered {(int)status} {failed + 1} times.", null, status);
                }
            }
            catch (TaskCanceledException) when (failed == settings.MaximumNumberOfRetries)
            {
                throw new TimeoutException();
            }
            catch (Exception e) when (e is TaskCanceledException or HttpRequestException && failed < settings.MaximumNumberOfRetries)
            {
                // Once more, after the pause below.
            }

            await Task.Delay(Pause(failed), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private TimeSpan Pause(int failed)
    {
        double delta = settings.DeltaBackOff.TotalMilliseconds * (0.8 + (0.4 * Random.Shared.NextDouble()));
        double pause = settings.MinimumBackOff.TotalMilliseconds + ((Math.Pow(2, failed) - 1) * delta);
        return TimeSpan.FromMilliseconds(Math.Min(pause, settings.MaximumBackOff.TotalMilliseconds));
    }
}
