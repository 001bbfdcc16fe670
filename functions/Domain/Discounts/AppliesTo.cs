using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Discounts;

/// <summary>
/// What a discount applies to. Categories and SKUs are joined by "or"; both empty means everything; exclusions win.
/// For <see cref="DiscountClass.Shipping"/> the lists say what must be in the cart. Names are compared without regard to case.
/// </summary>
public sealed partial record AppliesTo
{
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

    /// <summary>The order, whatever is in the cart.</summary>
    public static AppliesTo WholeOrder { get; } = new(DiscountClass.Order, [], [], [], [], excludeSaleItems: false);

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
