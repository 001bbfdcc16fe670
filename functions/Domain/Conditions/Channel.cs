using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>The order is placed on one of these channels.</summary>
/// <param name="Channels">1 to 100 names, compared without regard to case.</param>
public sealed record Channel(IReadOnlyList<string> Channels) : Condition, IRule<Channel>
{
    /// <inheritdoc/>
    public static string RuleKind => "channel";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override Topic Topic => Topic.Channel;

    /// <inheritdoc/>
    public static Channel? ReadMembers(FieldReader reader) =>
        reader.Texts("channels", Names.MaxCount, Cart.MaxNameLength, minItems: 1) is { } channels ? new Channel(channels) : null;

    /// <inheritdoc/>
    public override bool IsMet(in OrderContext order) => Names.Contain(Channels, order.Cart.Channel);

    /// <inheritdoc/>
    public override bool Contradicts(Condition other) => other is Channel channel && !Names.Meet(Channels, channel.Channels);

    /// <inheritdoc/>
    public override string Describe(Phrases phrases, Currency currency) => phrases.Say("channel.term", ("channels", Describe(phrases)));

    /// <inheritdoc/>
    public bool Equals(Channel? other) => other is not null && Names.Same(Channels, other.Channels);

    /// <inheritdoc/>
    public override int GetHashCode() => Names.Hash(Channels);

    /// <summary>The channels in words: "online or in the app".</summary>
    internal string Describe(Phrases phrases) => phrases.Or([.. Channels.Select(channel => Word(phrases, channel))]);

    /// <inheritdoc/>
    protected override Reason Refuse(in OrderContext order) => new Reason(
        RefusalCodes.Channel,
        order.Phrases.Say("channel.refusal", ("code", order.Code.Value), ("channels", Describe(order.Phrases))),
        Facts.None.With("allowed", Channels).With("actual", order.Cart.Channel));

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer) => Names.Write(writer, "channels", Channels);

    private static string Word(Phrases phrases, string channel)
    {
        var key = "channel.name." + channel.ToLowerInvariant();
        return phrases.Has(key) ? phrases.Say(key) : phrases.Say("channel.name", ("channel", channel));
    }
}
