using System.Security.Cryptography;

namespace PromoFunctions.Domain.Codes;

/// <summary>The part of a code that is made by chance.</summary>
/// <remarks>
/// 25 symbols, of which no two look alike (none of 0, O, 1, I, L; 2 but no Z, 5 but no S, 8 but no B, V but no U) and
/// which spell no word, since there is no vowel. 13 of them carry 13 × log2(25) = 60.37 bits: among a million codes a guess hits
/// with a probability of 10⁶ / 2⁶⁰, less than one in 10¹², and the guess guard lets a shopper have 20 in 10 minutes.
/// </remarks>
public static class GeneratedPart
{
    /// <summary>The symbols.</summary>
    public const string Symbols = "23456789CDFGHJKMNPQRTVWXY";

    /// <summary>Symbols at the end of every generated code that are drawn for this code alone.</summary>
    public const int Length = 13;

    /// <summary>The largest multiple of the number of symbols that a byte can hold: a byte from here on is passed over, so that every symbol is equally likely.</summary>
    private const int Fair = byte.MaxValue / 25 * 25;

    /// <summary>Symbols from the system's cryptographic generator.</summary>
    public static string Random(int length) => RandomNumberGenerator.GetString(Symbols, length);

    /// <summary>A number in symbols, most significant first, with leading first symbols up to <paramref name="width"/>.</summary>
    public static string Number(int value, int width)
    {
        Span<char> text = stackalloc char[width];
        for (var i = width - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, Symbols.Length);
            text[i] = Symbols[digit];
        }

        return new string(text);
    }

    /// <summary>The symbol of a random byte; null when the byte must be passed over.</summary>
    internal static char? SymbolOf(byte random) => random < Fair ? Symbols[random % Symbols.Length] : null;
}
