namespace Azure.Messaging.ServiceBus;

/// <summary>How the pause between two attempts grows.</summary>
public enum ServiceBusRetryMode
{
    /// <summary>Every pause is <see cref="ServiceBusRetryOptions.Delay"/>.</summary>
    Fixed = 0,

    /// <summary>Pauses double from <see cref="ServiceBusRetryOptions.Delay"/> to <see cref="ServiceBusRetryOptions.MaxDelay"/> (default).</summary>
    Exponential = 1,
}

/// <summary>How often and how patiently an operation that failed for a transient reason is tried again.</summary>
public class ServiceBusRetryOptions
{
    /// <summary>How the pause grows; exponentially by default.</summary>
    public ServiceBusRetryMode Mode { get; set; } = ServiceBusRetryMode.Exponential;

    /// <summary>Attempts after the first one: 0 to 100, 3 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside of 0 to 100.</exception>
    public int MaxRetries
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 0);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100);
            field = value;
        }
    } = 3;

    /// <summary>The first pause: 1 ms to 5 minutes, 0.8 seconds by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside of 1 ms to 5 minutes.</exception>
    public TimeSpan Delay
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMilliseconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(5));
            field = value;
        }
    } = TimeSpan.FromSeconds(0.8);

    /// <summary>The longest pause, not negative; one minute by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan MaxDelay
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The time that one attempt may take, above 0 and at most one hour; one minute by default. A receive without a wait
    /// time of its own waits this long for a message.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero, or over an hour.</exception>
    public TimeSpan TryTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(1);

    internal ServiceBusRetryOptions Clone() =>
        new() { Mode = Mode, MaxRetries = MaxRetries, Delay = Delay, MaxDelay = MaxDelay, TryTimeout = TryTimeout };
}
