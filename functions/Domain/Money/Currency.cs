using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace PromoFunctions.Domain.Money;

/// <summary>A currency of ISO 4217. Equal by code.</summary>
public sealed record Currency
{
    // ISO 4217, list one of January 2026, by minor unit; metals, bond units and test codes, which have none, are left out.
    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string TwoDecimals =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY " +
        "COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS " +
        "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR " +
        "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP " +
        "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG";

    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private const string FourDecimals = "CLF UYW";
    private static readonly FrozenDictionary<string, Currency> All = Enumerate().ToFrozenDictionary(currency => currency.Code, StringComparer.Ordinal);

    private Currency(string code, int decimals)
    {
        Code = code;
        Decimals = decimals;
    }

    /// <summary>Three capital letters, such as EUR.</summary>
    public string Code { get; }

    /// <summary>How many decimals the minor unit stands for: 2 for EUR, 0 for JPY, 3 for KWD.</summary>
    public int Decimals { get; }

    /// <summary>Every currency, by code.</summary>
    public static IEnumerable<Currency> Known => All.Values.OrderBy(currency => currency.Code, StringComparer.Ordinal);

    /// <summary>Finds a currency by its code in capital letters.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Currency? value, [NotNullWhen(false)] out string? problem)
    {
        var known = All.TryGetValue(text, out value);
        problem = known ? null : "must be a currency code of ISO 4217, such as EUR.";
        return known;
    }

    /// <summary>The currency of a code that is known to be one.</summary>
    /// <exception cref="ArgumentException">There is no such currency.</exception>
    public static Currency Of(string code) =>
        All.TryGetValue(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is no currency of ISO 4217.", nameof(code));

    /// <summary>The code.</summary>
    public override string ToString() => Code;

    private static IEnumerable<Currency> Enumerate()
    {
        (string Codes, int Decimals)[] groups = [(NoDecimals, 0), (TwoDecimals, 2), (ThreeDecimals, 3), (FourDecimals, 4)];
        return groups.SelectMany(group => group.Codes.Split(' ').Select(code => new Currency(code, group.Decimals)));
    }
}
