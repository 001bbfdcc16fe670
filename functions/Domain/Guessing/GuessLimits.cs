namespace PromoFunctions.Domain.Guessing;

/// <summary>How many unknown codes may be sent before those who send them are told to wait.</summary>
public static class GuessLimits
{
    /// <summary>Unknown codes of one shopper within <see cref="Window"/>.</summary>
    public const int OfShopper = 20;

    /// <summary>Unknown codes of one key within <see cref="Window"/>, over all requests that name no shopper.</summary>
    public const int OfKey = 1_000;

    /// <summary>How long an unknown code counts. The window slides: each code leaves it by itself.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(10);
}
