namespace PromoFunctions.App.Reports.Delivery;

/// <summary>Who is mailed reports.</summary>
/// <param name="To">Setting <c>FinanceMailTo</c>: one address, which may be a list's; null when nobody is.</param>
public sealed record FinanceMailSettings(string? To);
