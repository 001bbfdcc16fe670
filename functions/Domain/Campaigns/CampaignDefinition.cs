using System.Text.Json;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>What marketing says about a campaign: the body of its PUT.</summary>
/// <param name="Name">1 to <see cref="MaxNameLength"/> characters.</param>
/// <param name="Goal">What it is for.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Terms">What it gives.</param>
/// <param name="Limits">How often.</param>
/// <param name="Announce">Whether its public codes may be suggested to shoppers.</param>
/// <param name="Offer">For which occasions it gives personal codes; null for none.</param>
public sealed record CampaignDefinition(
    string Name,
    Goal Goal,
    CampaignStatus Status,
    Terms Terms,
    Limits Limits,
    bool Announce,
    OfferRules? Offer)
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Reads a definition that somebody sends, and refuses one that no order could ever use.</summary>
    public static CampaignDefinition? Read(FieldReader reader)
    {
        var definition = ReadStored(reader);
        if (definition is not null)
        {
            NeverApplies.Refuse(reader, definition);
        }

        return reader.Failed ? null : definition;
    }

    /// <summary>Reads a definition that was taken once: what is refused today may stand.</summary>
    public static CampaignDefinition? ReadStored(FieldReader reader)
    {
        var definition = ReadMembers(reader);
        reader.RefuseUnknown();
        return reader.Failed ? null : definition;
    }

    /// <summary>Writes the definition's members into an open object, in the order of the API's example.</summary>
    public void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("name", Name);
        writer.WriteString("goal", Vocabulary<Goal>.Words[Goal]);
        writer.WriteString("status", Vocabulary<CampaignStatus>.Words[Status]);
        Terms.WriteMembers(writer);
        writer.WritePropertyName("limits");
        Limits.Write(writer);
        writer.WriteBoolean("announce", Announce);
        if (Offer is not null)
        {
            writer.WritePropertyName("offer");
            Offer.Write(writer);
        }
    }

    /// <summary>Writes the definition as <see cref="Read"/> takes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteEndObject();
    }

    private static CampaignDefinition? ReadMembers(FieldReader reader)
    {
        var name = reader.Text("name", MaxNameLength);
        var goal = reader.Choice<Goal>("goal");
        var status = reader.Choice<CampaignStatus>("status");
        var terms = Terms.ReadMembers(reader);
        var limits = reader.OptionalObject("limits", Limits.Read) ?? Limits.None;
        var announce = reader.OptionalFlag("announce") ?? false;
        var offer = reader.OptionalObject("offer", OfferRules.Read);
        return name is not null && goal is not null && status is not null && terms is not null
            ? new CampaignDefinition(name, goal.Value, status.Value, terms, limits, announce, offer)
            : null;
    }
}
