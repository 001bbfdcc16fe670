using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Language;

/// <summary>Writes money for people: grouped, with the currency's decimals, and its symbol where that is understood.</summary>
internal sealed class MoneyText(string decimalSign, string groupSign, bool amountFirst)
{
    private const char NoBreakSpace = '\u00A0';

    // Unicode CLDR's symbols of English, which every other language may misread less than it would a bare $.
    private static readonly FrozenDictionary<string, string> Symbols = new Dictionary<string, string>
    {
        ["EUR"] = "€", ["USD"] = "$", ["GBP"] = "£", ["JPY"] = "¥", ["INR"] = "₹", ["KRW"] = "₩", ["ILS"] = "₪", ["VND"] = "₫",
        ["AUD"] = "A$", ["CAD"] = "CA$", ["NZD"] = "NZ$", ["HKD"] = "HK$", ["TWD"] = "NT$", ["MXN"] = "MX$", ["BRL"] = "R$",
        ["CNY"] = "CN¥", ["PHP"] = "₱",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal string Write(long minorUnits, Currency currency)
    {
        var amount = Amount(minorUnits, currency.Decimals);
        var known = Symbols.TryGetValue(currency.Code, out var symbol);
        if (amountFirst)
        {
            return amount + NoBreakSpace + (symbol ?? currency.Code);
        }

        var sign = minorUnits < 0 ? "-" : "";
        var unsigned = minorUnits < 0 ? amount[1..] : amount;
        return known ? sign + symbol + unsigned : sign + currency.Code + NoBreakSpace + unsigned;
    }

    internal string Group(long number) => Amount(number, 0);

    private string Amount(long minorUnits, int decimals)
    {
        // Int128 only so that the smallest long has a positive counterpart.
        var digits = Int128.Abs(minorUnits).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var whole = digits.AsSpan(0, digits.Length - decimals);
        var text = new StringBuilder(minorUnits < 0 ? "-" : "");
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && (whole.Length - i) % 3 == 0)
            {
                text.Append(groupSign);
            }

            text.Append(whole[i]);
        }

        return decimals == 0 ? text.ToString() : text.Append(decimalSign).Append(digits.AsSpan(whole.Length)).ToString();
    }
}
