using System.Globalization;
using System.Text.Json;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>A number that a condition compares with: written out, or the name of a threshold.</summary>
public sealed record PolicyNumber
{
    private readonly decimal _number;

    /// <summary>A number written out.</summary>
    public PolicyNumber(decimal number) => _number = number;

    /// <summary>A threshold.</summary>
    public PolicyNumber(string threshold) => Threshold = threshold;

    /// <summary>The threshold's name; null for a number written out.</summary>
    public string? Threshold { get; }

    /// <summary>The number for a currency; null when the policy has no amounts in it.</summary>
    public decimal? In(PolicyThresholds thresholds, string currency) =>
        Threshold is null ? _number : thresholds.Find(Threshold, currency);

    internal void Write(Utf8JsonWriter writer, string name)
    {
        if (Threshold is null)
        {
            writer.WriteNumber(name, _number);
        }
        else
        {
            writer.WriteString(name, Threshold);
        }
    }

    /// <summary>The number or the name.</summary>
    public override string ToString() => Threshold ?? _number.ToString(CultureInfo.InvariantCulture);
}
