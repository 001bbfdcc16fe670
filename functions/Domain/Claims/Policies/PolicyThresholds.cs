using System.Collections.Frozen;
using System.Text.Json;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>The numbers that rules refer to by name: some for all claims, amounts for each currency of its own.</summary>
public sealed class PolicyThresholds
{
    /// <summary>The most currencies of a policy.</summary>
    public const int MaxCurrencies = 200;

    // What a threshold counts, and the most it may be.
    private static readonly (string Name, FactType Type, decimal Max)[] Common =
    [
        ("claimWindowDays", FactType.Duration, 3_650),
        ("graceAfterExpiryHours", FactType.Duration, 87_600),
        ("repeatClaims", FactType.Count, 1_000),
        ("loyalOrders", FactType.Count, 1_000_000),
    ];

    // What a code that the desk gives is worth, and how long it works; a policy whose rules give none needs none.
    private static readonly (string Name, decimal Min, decimal Max, int Decimals)[] OfGifts =
    [
        ("goodwillPercent", 0.0001m, 100, 4),
        ("goodwillDays", 1, 3_650, 0),
        ("recoveryPercent", 0.0001m, 100, 4),
        ("recoveryDays", 1, 3_650, 0),
    ];

    private static readonly string[] PerCurrency = ["minorAmount", "significantAmount", "newCustomerCartMinimum"];

    private readonly FrozenDictionary<string, decimal> _common;
    private readonly FrozenDictionary<string, FrozenDictionary<string, long>> _amounts;

    private PolicyThresholds(FrozenDictionary<string, decimal> common, IReadOnlyList<CurrencyAmounts> amounts)
    {
        _common = common;
        _amounts = amounts.ToFrozenDictionary(of => of.Currency.Code, of => of.Amounts, StringComparer.Ordinal);
        Currencies = [.. amounts.Select(of => of.Currency.Code).Order(StringComparer.Ordinal)];
    }

    /// <summary>The currencies that have amounts, by code; at least one.</summary>
    public IReadOnlyList<string> Currencies { get; }

    internal static string Known { get; } = string.Join(", ", Common.Select(of => of.Name).Concat(PerCurrency));

    /// <summary>What a threshold counts; null when there is none of that name.</summary>
    public static FactType? TypeOf(string name) =>
        PerCurrency.Contains(name) ? FactType.Money : Common.Where(of => of.Name == name).Select(of => (FactType?)of.Type).SingleOrDefault();

    /// <summary>What the desk gives by a remedy; null when it gives no code, or the policy does not say what such a code is worth.</summary>
    public CodeGift? GiftOf(PolicyRemedy remedy) => remedy.GivesCode() is { } kind
        && _common.TryGetValue(Vocabulary<CodeGiftKind>.Words[kind] + "Percent", out var percent)
        && _common.TryGetValue(Vocabulary<CodeGiftKind>.Words[kind] + "Days", out var days)
            ? new CodeGift(kind, percent, (int)days)
            : null;

    /// <summary>The threshold for a currency; null when the policy has no amounts in it.</summary>
    public decimal? Find(string name, string currency)
    {
        if (_common.TryGetValue(name, out var number))
        {
            return number;
        }

        return _amounts.TryGetValue(currency, out var amounts) && amounts.TryGetValue(name, out var amount) ? amount : null;
    }

    internal static PolicyThresholds? Read(FieldReader reader)
    {
        var common = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (name, type, max) in Common)
        {
            if (reader.Decimal(name, 0, max, type == FactType.Count ? 0 : 6) is { } number)
            {
                common[name] = number;
            }
        }

        foreach (var (name, min, max, decimals) in OfGifts)
        {
            if (reader.OptionalDecimal(name, min, max, decimals) is { } number)
            {
                common[name] = number;
            }
        }

        var amounts = reader.Objects("amounts", MaxCurrencies, CurrencyAmounts.Read, minItems: 1);
        reader.RefuseUnknown();
        if (amounts is null || reader.Failed)
        {
            return null;
        }

        for (var i = 0; i < amounts.Count; i++)
        {
            if (amounts.Take(i).Any(before => before.Currency == amounts[i].Currency))
            {
                reader.Refuse("amounts", i, "must have a currency that no other entry has.");
            }
        }

        return reader.Failed ? null : new PolicyThresholds(common.ToFrozenDictionary(StringComparer.Ordinal), amounts);
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var name in Common.Select(of => of.Name).Concat(OfGifts.Select(of => of.Name)))
        {
            if (_common.TryGetValue(name, out var number))
            {
                writer.WriteNumber(name, number);
            }
        }

        writer.WriteStartArray("amounts");
        foreach (var currency in Currencies)
        {
            writer.WriteStartObject();
            writer.WriteString("currency", currency);
            foreach (var name in PerCurrency)
            {
                writer.WriteNumber(name, _amounts[currency][name]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private sealed record CurrencyAmounts(Currency Currency, FrozenDictionary<string, long> Amounts)
    {
        public static CurrencyAmounts? Read(FieldReader reader)
        {
            var currency = reader.Parsed<Currency>("currency", 10, Currency.TryParse);
            var amounts = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var name in PerCurrency)
            {
                if (reader.Whole(name, 0, Domain.Money.Amounts.Max) is { } amount)
                {
                    amounts[name] = amount;
                }
            }

            reader.RefuseUnknown();
            return !reader.Failed && currency is not null
                ? new CurrencyAmounts(currency, amounts.ToFrozenDictionary(StringComparer.Ordinal))
                : null;
        }
    }
}
