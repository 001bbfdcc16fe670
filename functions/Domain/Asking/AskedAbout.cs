using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Asking;

/// <summary>What an answer is made from: the live terms, and the cart and customer where they were sent.</summary>
public sealed class AskedAbout
{
    /// <summary>Looks at the cart, or without one at what can be told of the code and the customer alone.</summary>
    public AskedAbout(LiveTerms live, Cart? cart, Customer? customer, CustomerKey? key, Phrases phrases)
    {
        Live = live;
        HasCart = cart is not null;
        Phrases = phrases;
        Standing = live.Standing(key, phrases);
        if (cart is not null)
        {
            var evaluation = Evaluate.Codes([live.Candidate], new Purchase(cart, customer, key, live.At), phrases);
            Applied = evaluation.Applied.SingleOrDefault();
            Reasons = [.. evaluation.Rejected.SelectMany(code => code.Reasons)];
        }
        else
        {
            Reasons = [.. Standing, .. customer is null ? [] : OfCustomer(live, customer, phrases)];
        }
    }

    /// <summary>The terms.</summary>
    public LiveTerms Live { get; }

    /// <summary>Another code that the question names, for whoever asks whether the two go together; null when it names none.</summary>
    public LiveTerms? Other { get; init; }

    /// <summary>Whether a cart was looked at.</summary>
    public bool HasCart { get; }

    /// <summary>The language of the answer.</summary>
    public Phrases Phrases { get; }

    /// <summary>Why the code does not work now, whatever the order.</summary>
    public IReadOnlyList<Reason> Standing { get; }

    /// <summary>What the code does on the cart; null when it does not apply, or no cart was sent.</summary>
    public AppliedCode? Applied { get; }

    /// <summary>Every reason known why the code does not apply.</summary>
    public IReadOnlyList<Reason> Reasons { get; }

    private static IEnumerable<Reason> OfCustomer(LiveTerms live, Customer customer, Phrases phrases)
    {
        var order = new OrderContext(
            live.Candidate.Code,
            Cart.Empty(live.Terms.Currency),
            customer,
            live.At,
            live.Terms.Zone,
            live.Terms.Discount.AppliesTo,
            phrases);
        foreach (var condition in live.Terms.Conditions)
        {
            if (condition.Topic == Topic.Customer && condition.Check(order) is { } refusal)
            {
                yield return refusal;
            }
        }
    }
}
