using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>The public codes of announced campaigns, ready to be gone through: those that give much come first.</summary>
public sealed class AnnouncedCodes
{
    private readonly CatalogView _view;

    private AnnouncedCodes(CatalogView view, IReadOnlyList<Candidate> candidates)
    {
        _view = view;
        Candidates = candidates;
    }

    /// <summary>A candidate for each, without anything about limits.</summary>
    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>Those of a view.</summary>
    internal static AnnouncedCodes Of(CatalogView view)
    {
        var found = new List<Candidate>();
        foreach (var code in view.Codes.Values)
        {
            if (view.Campaigns.TryGetValue(code.CampaignId, out var campaign) && campaign.Definition.Announce)
            {
                found.Add(new Candidate(code.Code, campaign) { Status = code.Status });
            }
        }

        // By what they take off some cart: it suits most carts, and no answer depends on it.
        return new(view, [.. found.OrderByDescending(candidate => candidate.Campaign?.Definition.Terms.Discount.MostOn(goods: 100_00, shipping: 5_00)).ThenBy(candidate => candidate.Code)]);
    }

    /// <summary>Whether these are the codes of that view: a copy of a view may have others.</summary>
    internal bool IsOf(CatalogView view) => ReferenceEquals(_view.Campaigns, view.Campaigns) && ReferenceEquals(_view.Codes, view.Codes);
}
