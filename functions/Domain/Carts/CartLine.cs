using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Carts;

/// <summary>One line of a cart.</summary>
public sealed record CartLine
{
    /// <summary>The largest quantity of a line.</summary>
    public const int MaxQuantity = 1_000_000_000;

    /// <summary>The most characters of an id.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The most characters of a SKU or a category.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The most categories of a line.</summary>
    public const int MaxCategories = 50;

    private CartLine(string id, string sku, IReadOnlyList<string> categories, int quantity, long unitPrice, bool onSale)
    {
        Id = id;
        Sku = sku;
        Categories = categories;
        Quantity = quantity;
        UnitPrice = unitPrice;
        OnSale = onSale;
        Total = quantity * unitPrice;
    }

    /// <summary>Unique in its cart.</summary>
    public string Id { get; }

    /// <summary>The article. Compared without regard to case, as categories are.</summary>
    public string Sku { get; }

    /// <summary>The categories that the article belongs to.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Units, from 1 to <see cref="MaxQuantity"/>.</summary>
    public int Quantity { get; }

    /// <summary>Price of one unit in minor units of the cart's currency, at least 0.</summary>
    public long UnitPrice { get; }

    /// <summary>Whether the price is reduced already.</summary>
    public bool OnSale { get; }

    /// <summary>Quantity times unit price, at most <see cref="Amounts.Max"/>.</summary>
    public long Total { get; }

    /// <summary>Reads a line.</summary>
    public static CartLine? Read(FieldReader reader)
    {
        var id = reader.Text("id", MaxIdLength);
        var sku = reader.Text("sku", MaxNameLength);
        var categories = reader.Texts("categories", MaxCategories, MaxNameLength);
        var quantity = reader.Int("quantity", 1, MaxQuantity);
        var unitPrice = reader.Whole("unitPrice", 0, Amounts.Max);
        var onSale = reader.OptionalFlag("onSale") ?? false;
        reader.RefuseUnknown();
        if (quantity is { } units && unitPrice is { } price && price > Amounts.Max / units)
        {
            reader.Refuse("quantity", CartText.LineTooLarge);
        }

        return !reader.Failed && id is not null && sku is not null && categories is not null && quantity is not null && unitPrice is not null
            ? new CartLine(id, sku, categories, quantity.Value, unitPrice.Value, onSale)
            : null;
    }
}
