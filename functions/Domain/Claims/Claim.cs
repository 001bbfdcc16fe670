using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Claims;

/// <summary>What a customer asks the desk for, as the helpdesk sent it. Valid past the edge; never changed.</summary>
public sealed partial record Claim
{
    private Claim(ClaimId id, ClaimKind kind, Currency currency, Customer customer, Contact contact)
    {
        Id = id;
        Kind = kind;
        Currency = currency;
        Customer = customer;
        Contact = contact;
    }

    /// <summary>The key of idempotency.</summary>
    public ClaimId Id { get; }

    /// <summary>What it is about.</summary>
    public ClaimKind Kind { get; }

    /// <summary>The currency of every amount of the claim.</summary>
    public Currency Currency { get; }

    /// <summary>Who asks: has an e-mail or an id.</summary>
    public Customer Customer { get; }

    /// <summary>The contact that brought it.</summary>
    public Contact Contact { get; }

    /// <summary>The code; there for every kind that <see cref="ClaimKinds.NeedsOrder"/>.</summary>
    public PromoCode? Code { get; private init; }

    /// <summary>What the customer asks for, in minor units; null when no amount was named.</summary>
    public long? RequestedAmount { get; private init; }

    /// <summary>The order; there for every kind that <see cref="ClaimKinds.NeedsOrder"/>.</summary>
    public ClaimedOrder? Order { get; private init; }

    /// <summary>What the customer is about to buy; only with a <see cref="ClaimKind.DiscountRequest"/>.</summary>
    public Cart? Cart { get; private init; }

    /// <summary>The browser behind the attempts at the code, when the shop knows it.</summary>
    public ClientInfo? Client { get; private init; }

    /// <summary>The language of the reply; English when the claim does not say.</summary>
    public ReplyLanguage Language { get; private init; }
}
