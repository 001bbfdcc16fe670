using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>The customer has placed a number of orders before. Somebody of whom the shop does not say so does not meet it.</summary>
/// <param name="MinimumOrders">From 1 to 1,000,000; a customer with exactly that many meets it.</param>
public sealed record ReturningCustomer(int MinimumOrders) : Condition, IRule<ReturningCustomer>
{
    private const int MaxOrders = 1_000_000;

    /// <inheritdoc/>
    public static string RuleKind => "returning-customer";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override Topic Topic => Topic.Customer;

    /// <inheritdoc/>
    public static ReturningCustomer? ReadMembers(FieldReader reader) =>
        reader.Int("minimumOrders", 1, MaxOrders) is { } minimum ? new ReturningCustomer(minimum) : null;

    /// <inheritdoc/>
    public override bool IsMet(in OrderContext order) => order.Customer.OrdersPlaced >= MinimumOrders;

    /// <inheritdoc/>
    public override bool IsClosedTo(Customer customer) => customer.OrdersPlaced < MinimumOrders;

    /// <inheritdoc/>
    public override string Describe(Phrases phrases, Currency currency) => phrases.Count("returning-customer.term", MinimumOrders);

    /// <inheritdoc/>
    protected override Reason Refuse(in OrderContext order)
    {
        var facts = Facts.None.With("required", MinimumOrders);
        return new Reason(
            RefusalCodes.ReturningCustomersOnly,
            order.Phrases.Count("returning-customer.refusal", MinimumOrders, ("code", order.Code.Value)),
            order.Customer.OrdersPlaced is { } placed ? facts.With("actual", placed) : facts);
    }

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("minimumOrders", MinimumOrders);
}
