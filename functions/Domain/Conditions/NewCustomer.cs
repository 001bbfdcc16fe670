using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>The customer has placed no order before. Somebody of whom the shop does not say so does not meet it.</summary>
public sealed record NewCustomer : Condition, IRule<NewCustomer>
{
    /// <inheritdoc/>
    public static string RuleKind => "new-customer";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override Topic Topic => Topic.Customer;

    /// <inheritdoc/>
    public static NewCustomer? ReadMembers(FieldReader reader) => new();

    /// <inheritdoc/>
    public override bool IsMet(in OrderContext order) => order.Customer.OrdersPlaced == 0;

    /// <inheritdoc/>
    public override bool IsClosedTo(Customer customer) => customer.OrdersPlaced > 0;

    /// <inheritdoc/>
    public override bool Contradicts(Condition other) => other is ReturningCustomer;

    /// <inheritdoc/>
    public override string Describe(Phrases phrases, Currency currency) => phrases.Say("new-customer.term");

    /// <inheritdoc/>
    protected override Reason Refuse(in OrderContext order) => new Reason(
        RefusalCodes.NewCustomersOnly,
        order.Phrases.Say("new-customer.refusal", ("code", order.Code.Value)),
        order.Customer.OrdersPlaced is { } placed ? Facts.None.With("ordersPlaced", placed) : Facts.None);

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        // It has none.
    }
}
