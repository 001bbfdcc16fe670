using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>The customer has one of these tags. What they are is the shop's affair: no sentence and no fact tells.</summary>
/// <param name="AnyOf">1 to 100 tags, compared without regard to case.</param>
public sealed record CustomerTag(IReadOnlyList<string> AnyOf) : Condition, IRule<CustomerTag>
{
    /// <inheritdoc/>
    public static string RuleKind => "customer-tag";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override Topic Topic => Topic.Customer;

    /// <inheritdoc/>
    public static CustomerTag? ReadMembers(FieldReader reader) =>
        reader.Texts("anyOf", Names.MaxCount, Customer.MaxNameLength, minItems: 1) is { } tags ? new CustomerTag(tags) : null;

    /// <inheritdoc/>
    public override bool IsMet(in OrderContext order) => Names.Meet(AnyOf, order.Customer.Tags);

    /// <inheritdoc/>
    public override bool IsClosedTo(Customer customer) => !Names.Meet(AnyOf, customer.Tags);

    /// <inheritdoc/>
    public override string Describe(Phrases phrases, Currency currency) => phrases.Say("customer-tag.term");

    /// <inheritdoc/>
    public override void WritePublic(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Kind);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public bool Equals(CustomerTag? other) => other is not null && Names.Same(AnyOf, other.AnyOf);

    /// <inheritdoc/>
    public override int GetHashCode() => Names.Hash(AnyOf);

    /// <inheritdoc/>
    protected override Reason Refuse(in OrderContext order) =>
        new Reason(RefusalCodes.CustomerTag, order.Phrases.Say("customer-tag.refusal", ("code", order.Code.Value)), Facts.None);

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer) => Names.Write(writer, "anyOf", AnyOf);
}
