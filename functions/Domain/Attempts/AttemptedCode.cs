using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Attempts;

/// <summary>A code that did not work, with all that was known of it when that was answered.</summary>
/// <param name="Code">As it was matched.</param>
/// <param name="Reasons">The reason codes that were answered; none when we failed to answer.</param>
public sealed record AttemptedCode(PromoCode Code, IReadOnlyList<string> Reasons)
{
    /// <summary>Whether it may stand in clear: it is a code of the shop's that was made for nobody in particular.</summary>
    public bool NamesNobody { get; init; }

    /// <summary>Where it stood.</summary>
    public AttemptStanding Standing { get; init; } = new();

    /// <summary>A code that was refused.</summary>
    /// <param name="rejected">What was answered.</param>
    /// <param name="candidate">What was known of the code.</param>
    /// <param name="evaluation">The whole answer.</param>
    /// <param name="at">The instant for which it was evaluated.</param>
    public static AttemptedCode Refused(RejectedCode rejected, Candidate candidate, OrderEvaluation evaluation, DateTimeOffset at) =>
        new(rejected.Code, [.. rejected.Reasons.Select(reason => reason.Code).Distinct()])
        {
            NamesNobody = candidate is { Campaign: not null, BoundTo: null },
            Standing = new()
            {
                CampaignId = candidate.Campaign?.Id,
                TermsVersion = candidate.Campaign?.TermsAt(at)?.Number,
                PerCustomer = candidate.Campaign?.Definition.Limits.PerCustomer,
                Status = candidate.Status,
                Used = candidate.Used,
                Limits = candidate.Limits,
                Beside = [.. evaluation.Applied.Select(code => new AttemptBeside(code.CampaignId, code.Version))],
            },
        };

    /// <summary>A code that nobody could be told about, since we failed.</summary>
    public static AttemptedCode Failed(PromoCode code) => new(code, []);
}

/// <summary>Where a code stood when it was answered that it does not work.</summary>
public sealed record AttemptStanding
{
    /// <summary>Its campaign; null for a code that was not known.</summary>
    public CampaignId? CampaignId { get; init; }

    /// <summary>The version of the terms that counted.</summary>
    public int? TermsVersion { get; init; }

    /// <summary>How often a customer might use the campaign; null without such a limit.</summary>
    public int? PerCustomer { get; init; }

    /// <summary>Whether the code itself was active.</summary>
    public CodeStatus Status { get; init; }

    /// <summary>Whether a code that works once was taken.</summary>
    public bool Used { get; init; }

    /// <summary>What the limits still admitted; null when they were not looked at.</summary>
    public LimitsLeft? Limits { get; init; }

    /// <summary>The codes that were applied to the cart in its place.</summary>
    public IReadOnlyList<AttemptBeside> Beside { get; init; } = [];
}

/// <summary>A code that was applied, by what it belongs to.</summary>
/// <param name="CampaignId">Its campaign.</param>
/// <param name="Version">Of the terms.</param>
public sealed record AttemptBeside(CampaignId CampaignId, int Version);
