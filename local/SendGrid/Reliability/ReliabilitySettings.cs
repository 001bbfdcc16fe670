using System.Net;

namespace SendGrid.Helpers.Reliability;

/// <summary>How often and when a failed request is sent again. By default it is not.</summary>
public class ReliabilitySettings
{
    public ReliabilitySettings()
        : this(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero)
    {
    }

    /// <param name="maximumNumberOfRetries">0 to 5.</param>
    /// <param name="minimumBackoff">At least 0, at most <paramref name="maximumBackOff"/>.</param>
    /// <param name="maximumBackOff">0 to 30 seconds.</param>
    /// <param name="deltaBackOff">At least 0: what the back-off grows by, exponentially and with 20 % of chance.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of these does not hold.</exception>
    public ReliabilitySettings(int maximumNumberOfRetries, TimeSpan minimumBackoff, TimeSpan maximumBackOff, TimeSpan deltaBackOff)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumNumberOfRetries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumNumberOfRetries, 5);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumBackoff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBackOff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumBackOff, TimeSpan.FromSeconds(30));
        ArgumentOutOfRangeException.ThrowIfLessThan(deltaBackOff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimumBackoff, maximumBackOff);
        MaximumNumberOfRetries = maximumNumberOfRetries;
        MinimumBackOff = minimumBackoff;
        MaximumBackOff = maximumBackOff;
        DeltaBackOff = deltaBackOff;
    }

    public int MaximumNumberOfRetries { get; }

    public TimeSpan MinimumBackOff { get; }

    public TimeSpan MaximumBackOff { get; }

    public TimeSpan DeltaBackOff { get; }

    /// <summary>Which statuses are worth another try; starts as <see cref="DefaultRetriableServerErrorStatusCodes"/>.</summary>
    public List<HttpStatusCode> RetriableServerErrorStatusCodes { get; } = [.. DefaultRetriableServerErrorStatusCodes];

    /// <summary>500, 502, 503 and 504.</summary>
    public static List<HttpStatusCode> DefaultRetriableServerErrorStatusCodes { get; } =
    [
        HttpStatusCode.InternalServerError,
        HttpStatusCode.BadGateway,
        HttpStatusCode.ServiceUnavailable,
        HttpStatusCode.GatewayTimeout,
    ];
}
