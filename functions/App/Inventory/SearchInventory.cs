using System.Collections.Concurrent;
using System.Text.Json;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Inventory;

/// <summary>Finds promotions that run, have run or will run, with the counts of their codes.</summary>
public sealed class SearchInventory(ICampaignCatalog catalog, ICodeStore store)
{
    /// <summary>Campaigns whose counts are read at once.</summary>
    private const int Width = 16;

    /// <summary>200 with a page of promotions, by campaign id; 400 for a place in another list.</summary>
    public async Task<Answer> HandleAsync(InventoryQuery query, Page page, Phrases phrases, CancellationToken cancellationToken)
    {
        if (page.After is { } token && !CampaignId.TryParse(token, out _, out _))
        {
            return Page.Misplaced;
        }

        var view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var codes = view.Codes.Values.ToLookup(code => code.CampaignId);
        var found = view.Campaigns.Values
            .Where(campaign => page.After is null || string.CompareOrdinal(campaign.Id.Value, page.After) > 0)
            .Where(campaign => Fits(campaign, query) && (query.Text is null || Names(campaign, codes[campaign.Id], query.Text, phrases)))
            .OrderBy(campaign => campaign.Id)
            .Take(page.Limit + 1)
            .ToList();
        var counts = new ConcurrentDictionary<CampaignId, IReadOnlyList<CodeCount>>();
        await Parallel.ForEachAsync(
            found.Take(page.Limit),
            new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
            async (campaign, token) => counts[campaign.Id] = await store.CountsAsync(campaign.Id, token).ConfigureAwait(false)).ConfigureAwait(false);
        return page.Answer(found, campaign => campaign.Id.Value, (writer, campaign) => Write(writer, campaign, codes[campaign.Id], counts[campaign.Id], phrases));
    }

    private static bool Fits(Campaign campaign, InventoryQuery query)
    {
        var (definition, terms) = (campaign.Definition, campaign.Definition.Terms);
        return (query.Status is null || definition.Status == query.Status)
            && (query.From is null || terms.EndsAt > query.From)
            && (query.To is null || terms.StartsAt < query.To);
    }

    private static bool Names(Campaign campaign, IEnumerable<PublicCode> codes, string text, Phrases phrases)
    {
        if (campaign.Id.Value.Contains(text, StringComparison.OrdinalIgnoreCase)
            || campaign.Definition.Name.Contains(text, StringComparison.InvariantCultureIgnoreCase)
            || TermsText.Summary(campaign.Definition.Terms, phrases).Contains(text, StringComparison.InvariantCultureIgnoreCase))
        {
            return true;
        }

        // A code is found as a shopper types it: welcome-10 is WELCOME10.
        return PromoCode.TryParse(text, out var part, out _) && codes.Any(code => code.Code.Value.Contains(part.Value, StringComparison.Ordinal));
    }

    private static void Write(Utf8JsonWriter writer, Campaign campaign, IEnumerable<PublicCode> codes, IReadOnlyList<CodeCount> counts, Phrases phrases)
    {
        var (definition, terms) = (campaign.Definition, campaign.Definition.Terms);
        writer.WriteStartObject();
        writer.WriteString("campaignId", campaign.Id.Value);
        writer.WriteString("name", definition.Name);
        writer.WriteString("goal", Vocabulary<Goal>.Words[definition.Goal]);
        writer.WriteString("status", Vocabulary<CampaignStatus>.Words[definition.Status]);
        writer.WriteNumber("version", campaign.Latest.Number);
        writer.WriteString("startsAt", terms.StartsAt);
        writer.WriteString("endsAt", terms.EndsAt);
        writer.WriteString("timeZone", terms.Zone.Name);
        writer.WriteString("summary", TermsText.Summary(terms, phrases));
        writer.WriteBoolean("announce", definition.Announce);
        WriteCodes(writer, [.. codes], counts);
        writer.WriteEndObject();
    }

    /// <summary>How many were issued of each kind, and where the public ones stand.</summary>
    private static void WriteCodes(Utf8JsonWriter writer, IReadOnlyList<PublicCode> codes, IReadOnlyList<CodeCount> counts)
    {
        writer.WriteStartObject("codes");
        writer.WriteNumber("public", codes.Count);
        foreach (var status in Enum.GetValues<CodeStatus>())
        {
            writer.WriteNumber(Vocabulary<CodeStatus>.Words[status], codes.Count(code => code.Status == status));
        }

        writer.WriteNumber("unique", counts.Sum(count => count.Unique));
        writer.WriteNumber("personal", counts.Sum(count => count.Personal));
        writer.WriteEndObject();
    }
}
