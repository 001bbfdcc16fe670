namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>The value of one fact: a yes or no, a number, words, or unknown.</summary>
public readonly record struct FactValue
{
    private FactValue(bool? flag, decimal? number, IReadOnlyList<string>? words)
    {
        Flag = flag;
        Number = number;
        Words = words;
    }

    /// <summary>Nothing is known.</summary>
    public static FactValue Unknown => default;

    /// <summary>Yes or no; null for anything else.</summary>
    public bool? Flag { get; }

    /// <summary>A number; null for anything else.</summary>
    public decimal? Number { get; }

    /// <summary>Words; null for anything else.</summary>
    public IReadOnlyList<string>? Words { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsKnown => Flag is not null || Number is not null || Words is not null;

    /// <summary>A yes or no, or unknown.</summary>
    public static FactValue Of(bool? flag) => new(flag, null, null);

    /// <summary>A number, or unknown.</summary>
    public static FactValue Of(decimal? number) => new(null, number, null);

    /// <summary>Words.</summary>
    public static FactValue Of(IReadOnlyList<string> words) => new(null, null, words);
}

/// <summary>What a fact's values are.</summary>
public enum FactType
{
    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Whole minor units of the claim's currency, at least 0.</summary>
    Money,

    /// <summary>A whole number, at least 0.</summary>
    Count,

    /// <summary>Elapsed time, at least 0, not rounded.</summary>
    Duration,

    /// <summary>Words, compared without regard to case.</summary>
    Words,
}
