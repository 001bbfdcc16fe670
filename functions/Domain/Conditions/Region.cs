using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>The order is for one of these regions.</summary>
/// <param name="Regions">1 to 100 names, compared without regard to case.</param>
public sealed record Region(IReadOnlyList<string> Regions) : Condition, IRule<Region>
{
    /// <inheritdoc/>
    public static string RuleKind => "region";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override Topic Topic => Topic.Channel;

    /// <inheritdoc/>
    public static Region? ReadMembers(FieldReader reader) =>
        reader.Texts("regions", Names.MaxCount, Cart.MaxNameLength, minItems: 1) is { } regions ? new Region(regions) : null;

    /// <inheritdoc/>
    public override bool IsMet(in OrderContext order) => Names.Contain(Regions, order.Cart.Region);

    /// <inheritdoc/>
    public override bool Contradicts(Condition other) => other is Region region && !Names.Meet(Regions, region.Regions);

    /// <inheritdoc/>
    public override string Describe(Phrases phrases, Currency currency) => phrases.Say("region.term", ("regions", phrases.Or(Regions)));

    /// <inheritdoc/>
    public bool Equals(Region? other) => other is not null && Names.Same(Regions, other.Regions);

    /// <inheritdoc/>
    public override int GetHashCode() => Names.Hash(Regions);

    /// <inheritdoc/>
    protected override Reason Refuse(in OrderContext order) => new Reason(
        RefusalCodes.Region,
        order.Phrases.Say("region.refusal", ("code", order.Code.Value), ("regions", order.Phrases.Or(Regions))),
        Facts.None.With("allowed", Regions).With("actual", order.Cart.Region));

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer) => Names.Write(writer, "regions", Regions);
}
