using System.Text.Json;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Discounts;

/// <summary>
/// What a discount applies to. Categories and SKUs are joined by "or"; both empty means everything; exclusions win.
/// For <see cref="DiscountClass.Shipping"/> the lists say what must be in the cart. Names are compared without regard to case.
/// </summary>
public sealed record AppliesTo
{
    private const int MaxNames = 1000;

    private AppliesTo(
        DiscountClass target,
        IReadOnlyList<string> categories,
        IReadOnlyList<string> skus,
        IReadOnlyList<string> excludeCategories,
        IReadOnlyList<string> excludeSkus,
        bool excludeSaleItems)
    {
        Target = target;
        Categories = categories;
        Skus = skus;
        ExcludeCategories = excludeCategories;
        ExcludeSkus = excludeSkus;
        ExcludeSaleItems = excludeSaleItems;
    }

    /// <summary>Shipping, whatever is in the cart.</summary>
    public static AppliesTo AnyShipping { get; } = new(DiscountClass.Shipping, [], [], [], [], excludeSaleItems: false);

    /// <summary>What the discount works on.</summary>
    public DiscountClass Target { get; }

    /// <summary>Categories that are included.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Articles that are included.</summary>
    public IReadOnlyList<string> Skus { get; }

    /// <summary>Categories that are not, whatever else says so.</summary>
    public IReadOnlyList<string> ExcludeCategories { get; }

    /// <summary>Articles that are not, whatever else says so.</summary>
    public IReadOnlyList<string> ExcludeSkus { get; }

    /// <summary>Whether lines that are on sale are left out.</summary>
    public bool ExcludeSaleItems { get; }

    /// <summary>Whether every line is included.</summary>
    public bool CoversEverything =>
        Categories.Count == 0 && Skus.Count == 0 && ExcludeCategories.Count == 0 && ExcludeSkus.Count == 0 && !ExcludeSaleItems;

    /// <summary>Whether a line is included.</summary>
    public bool Covers(CartLine line)
    {
        if ((ExcludeSaleItems && line.OnSale) || Contains(ExcludeSkus, line.Sku) || ContainsAny(ExcludeCategories, line.Categories))
        {
            return false;
        }

        return (Categories.Count == 0 && Skus.Count == 0) || Contains(Skus, line.Sku) || ContainsAny(Categories, line.Categories);
    }

    /// <summary>Whether the cart has a line that is included.</summary>
    public bool CoversAny(Cart cart)
    {
        foreach (var line in cart.Lines)
        {
            if (Covers(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads what a discount applies to, for kinds that take any target.</summary>
    public static AppliesTo? Read(FieldReader reader) => Read(reader, reader.Choice<DiscountClass>("target"));

    /// <summary>Reads what a discount applies to, for kinds that count units and so have no use for shipping.</summary>
    public static AppliesTo? ReadGoods(FieldReader reader)
    {
        var target = reader.Choice<DiscountClass>("target");
        if (target == DiscountClass.Shipping)
        {
            reader.Refuse("target", "must be items or order for this kind of discount.");
        }

        return Read(reader, target);
    }

    /// <summary>Reads what a discount on shipping asks for; its target need not be named.</summary>
    public static AppliesTo? ReadShipping(FieldReader reader)
    {
        var target = reader.OptionalChoice<DiscountClass>("target");
        if (target is not (null or DiscountClass.Shipping))
        {
            reader.Refuse("target", "must be shipping for this kind of discount.");
        }

        return Read(reader, DiscountClass.Shipping);
    }

    /// <summary>Writes it as it is read.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("target", Vocabulary<DiscountClass>.Words[Target]);
        WriteNames(writer, "categories", Categories);
        WriteNames(writer, "skus", Skus);
        WriteNames(writer, "excludeCategories", ExcludeCategories);
        WriteNames(writer, "excludeSkus", ExcludeSkus);
        writer.WriteBoolean("excludeSaleItems", ExcludeSaleItems);
        writer.WriteEndObject();
    }

    /// <summary>What it applies to in a few words, such as "tea and coffee".</summary>
    public string Describe(Phrases phrases) => (Target, Categories.Count + Skus.Count) switch
    {
        (DiscountClass.Shipping, _) => phrases.Say("scope.shipping"),
        (_, > 0) => phrases.And([.. Categories, .. Skus]),
        (DiscountClass.Order, _) => phrases.Say("scope.order"),
        (DiscountClass.Items, _) => phrases.Say("scope.everything"),
        _ => throw new InvalidOperationException($"There is no target {Target}."),
    };

    /// <inheritdoc/>
    public bool Equals(AppliesTo? other) =>
        other is not null
        && Target == other.Target
        && ExcludeSaleItems == other.ExcludeSaleItems
        && Same(Categories, other.Categories)
        && Same(Skus, other.Skus)
        && Same(ExcludeCategories, other.ExcludeCategories)
        && Same(ExcludeSkus, other.ExcludeSkus);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Target, ExcludeSaleItems, Categories.Count, Skus.Count, ExcludeCategories.Count, ExcludeSkus.Count);

    private static bool Same(IReadOnlyList<string> names, IReadOnlyList<string> others) => names.SequenceEqual(others, StringComparer.Ordinal);

    private static AppliesTo? Read(FieldReader reader, DiscountClass? target)
    {
        var categories = ReadNames(reader, "categories");
        var skus = ReadNames(reader, "skus");
        var excludeCategories = ReadNames(reader, "excludeCategories");
        var excludeSkus = ReadNames(reader, "excludeSkus");
        var excludeSaleItems = reader.OptionalFlag("excludeSaleItems") ?? false;
        reader.RefuseUnknown();
        if (reader.Failed || target is null)
        {
            return null;
        }

        if (categories.Count + skus.Count > 0
            && categories.All(name => Contains(excludeCategories, name))
            && skus.All(name => Contains(excludeSkus, name)))
        {
            reader.Refuse("must not exclude everything that it includes.");
            return null;
        }

        return new AppliesTo(target.Value, categories, skus, excludeCategories, excludeSkus, excludeSaleItems);
    }

    private static IReadOnlyList<string> ReadNames(FieldReader reader, string name) =>
        reader.OptionalTexts(name, MaxNames, CartLine.MaxNameLength) ?? [];

    private static void WriteNames(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static bool Contains(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ContainsAny(IReadOnlyList<string> names, IReadOnlyList<string> candidates)
    {
        if (names.Count == 0)
        {
            return false;
        }

        for (var i = 0; i < candidates.Count; i++)
        {
            if (Contains(names, candidates[i]))
            {
                return true;
            }
        }

        return false;
    }
}
