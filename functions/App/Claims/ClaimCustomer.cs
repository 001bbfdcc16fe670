using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.App.Claims;

/// <summary>Whose a claim is.</summary>
internal static class ClaimCustomer
{
    /// <summary>The pseudonym of a claim's customer, who has an e-mail or an id, or the claim would not have been read.</summary>
    public static CustomerKey KeyOf(Claim claim, CustomerKeys keys) =>
        keys.Of(claim.Customer) ?? throw new InvalidOperationException("A claim was read whose customer is nobody.");
}
