using System.Diagnostics.CodeAnalysis;

namespace PromoFunctions.Domain.Customers;

/// <summary>The pseudonym under which a customer is counted and stored: 32 lower-case hexadecimal digits.</summary>
public sealed record CustomerKey
{
    private const int Length = 32;

    private CustomerKey(string value) => Value = value;

    /// <summary>The digits.</summary>
    public string Value { get; }

    /// <summary>Takes a key as it was stored.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CustomerKey? value, [NotNullWhen(false)] out string? problem)
    {
        var valid = text.Length == Length && text.All(char.IsAsciiHexDigitLower);
        value = valid ? new CustomerKey(text) : null;
        problem = valid ? null : $"must be {Length} lower-case hexadecimal digits.";
        return valid;
    }

    /// <summary>The digits.</summary>
    public override string ToString() => Value;

    internal static CustomerKey Of(ReadOnlySpan<byte> bits) => new(Convert.ToHexStringLower(bits));
}
