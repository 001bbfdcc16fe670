using System.Text.Json.Serialization;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Claims;

/// <summary>A claim as the desk keeps it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ReceivedAt">When it first came in.</param>
/// <param name="Kind">What it is about; null for a message that could not be read.</param>
/// <param name="Agent">Who sent it; null for a message that could not be read.</param>
/// <param name="CustomerKey">The pseudonym of who asks; null for a message that could not be read.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Version">Tells this state from a later one; opaque.</param>
public sealed record ClaimRecord(
    ClaimId Id,
    DateTimeOffset ReceivedAt,
    ClaimKind? Kind,
    string? Agent,
    CustomerKey? CustomerKey,
    ClaimState State,
    string Version);

/// <summary>Where a claim stands: all of it that changes.</summary>
/// <param name="Status">As the API shows it.</param>
public sealed record ClaimState(ClaimStatus Status)
{
    /// <summary>A claim that has just come in.</summary>
    public static ClaimState Queued { get; } = new(ClaimStatus.Queued);

    /// <summary>What was gathered; null before.</summary>
    public ClaimFacts? Facts { get; init; }

    /// <summary>What was decided: an intent while the claim is still queued, and the decision afterwards.</summary>
    public ClaimRuling? Ruling { get; init; }

    /// <summary>What was given and offered.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];

    /// <summary>What the customer gets; null before the decision, and after the person was erased.</summary>
    public Reply? Reply { get; init; }

    /// <summary>Until when a person is to decide; null unless the claim was escalated.</summary>
    public Escalation? Escalation { get; init; }

    /// <summary>What a person decides on an escalated claim: an intent while it is still escalated, and the decision afterwards.</summary>
    public AgentRuling? ByAgent { get; init; }

    /// <summary>The contacts that were added since the claim came in, the oldest first; what was said stands in the person's rows.</summary>
    public IReadOnlyList<ContactNote> Contacts { get; init; } = [];

    /// <summary>The last time that the failed claim was sent again; null when it never was.</summary>
    public Resubmission? Resubmission { get; init; }

    /// <summary>The message that could not be read, in the person's rows; null when there is none, or it is not kept any more.</summary>
    public KeptMessage? Message { get; init; }

    /// <summary>Whether its person was erased. Said before the person's rows are deleted, so that who changes the claim meanwhile finds out, and what it wrote for that goes too.</summary>
    public bool PersonErased { get; init; }

    /// <summary>Why it could not be processed; null unless it failed.</summary>
    public ClaimFailure? Failure { get; init; }

    /// <summary>How many decisions there were: 1 once the policy has decided, 2 once a person has decided an escalated claim.</summary>
    public int Decisions { get; init; }

    /// <summary>
    /// What must still follow the last decision, by <see cref="IClaimDelivery.Name"/>. It is written in the same step as the
    /// decision, so that a crash after it forgets nothing.
    /// </summary>
    public IReadOnlyList<string> ToDeliver { get; init; } = [];

    /// <summary>The policy's decision; null while there is only an intent. It stands whatever a person decides afterwards.</summary>
    [JsonIgnore]
    public Decision? PolicyDecision => Status is ClaimStatus.Queued or ClaimStatus.Failed ? null : Ruling?.Decision;

    /// <summary>The person's decision; null while there is none, or only an intent.</summary>
    [JsonIgnore]
    public Decision? AgentDecision => Status is ClaimStatus.Approved or ClaimStatus.Denied ? ByAgent?.Decision : null;

    /// <summary>The last decision that stands; null while there is only an intent.</summary>
    public Decision? Decision => AgentDecision ?? PolicyDecision;
}

/// <summary>Why a claim could not be processed.</summary>
/// <param name="Reason">The dead-letter reason, kebab-case.</param>
/// <param name="Description">A sentence without personal data.</param>
public sealed record ClaimFailure(string Reason, string Description)
{
    /// <summary>The reason of a claim whose customer was erased before it was decided.</summary>
    public const string Erased = "erased";

    /// <summary>The customer was erased before the claim was decided.</summary>
    public static ClaimFailure ByErasure { get; } = new(Erased, "The customer's data was erased before the claim was decided.");
}
