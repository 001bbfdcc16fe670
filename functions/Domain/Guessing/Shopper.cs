using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Guessing;

/// <summary>Who is behind a request, as far as its caller says so.</summary>
/// <param name="Customer">The customer; null when none is named.</param>
/// <param name="Client">The browser; null when nothing is said about it.</param>
/// <param name="CallerKey">The key that the request came with: it stands for the shopper when nothing else does.</param>
public sealed record Shopper(Customer? Customer, ClientInfo? Client, string CallerKey)
{
    /// <summary>A text that names nobody.</summary>
    public override string ToString() => nameof(Shopper);
}
