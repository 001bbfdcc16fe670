namespace PromoFunctions.Domain.Campaigns;

/// <summary>A campaign: what it says today, and every version of its terms.</summary>
public sealed record Campaign
{
    private const long MostUsesOfOneLane = 2_000;
    private const int ManyLanes = 16;

    private Campaign(CampaignId id, int revision, CampaignDefinition definition, IReadOnlyList<CampaignVersion> versions, IReadOnlyList<StatusChange> statuses, int lanes)
    {
        Id = id;
        Lanes = lanes;
        Statuses = statuses;
        Revision = revision;
        Definition = definition;
        Versions = versions;
    }

    /// <summary>Its id.</summary>
    public CampaignId Id { get; }

    /// <summary>Counts every change from 1, also of what is no term.</summary>
    public int Revision { get; }

    /// <summary>What it says today.</summary>
    public CampaignDefinition Definition { get; }

    /// <summary>
    /// Over how many partitions its counters are split, each customer in one of them; fixed when it is created. One admits what a
    /// partition of Table Storage takes; a small total is not worth sharing out.
    /// </summary>
    public int Lanes { get; }

    /// <summary>Every version, the oldest first; never empty.</summary>
    public IReadOnlyList<CampaignVersion> Versions { get; }

    /// <summary>Where it stood when, the oldest first; never empty.</summary>
    public IReadOnlyList<StatusChange> Statuses { get; }

    /// <summary>The version saved last.</summary>
    public CampaignVersion Latest => Versions[^1];

    /// <summary>
    /// The last instant at which a change of its terms or its status was saved; null when there was none. It is past, though
    /// to a clock that is behind the saver's it looks like the future.
    /// </summary>
    public DateTimeOffset? ChangedAt
    {
        get
        {
            // A version that counts from its campaign's start does not say when it was saved.
            DateTimeOffset? terms = Versions.Count > 1 && Latest.CountsFrom > Latest.Terms.StartsAt ? Latest.CountsFrom : null;
            DateTimeOffset? status = Statuses.Count > 1 ? Statuses[^1].From : null;
            return terms is null || status > terms ? status : terms;
        }
    }

    /// <summary>A new campaign. Its first version counts from its start, though that may lie in the past.</summary>
    public static Campaign Create(CampaignId id, CampaignDefinition definition) => new(
        id,
        1,
        definition,
        [new CampaignVersion(1, definition.Terms, definition.Terms.StartsAt)],
        [StatusChange.FromTheStart(definition.Status)],
        definition.Limits.Total <= MostUsesOfOneLane ? 1 : ManyLanes);

    /// <summary>A campaign as it was stored.</summary>
    /// <exception cref="ArgumentException">The versions are not numbered from 1, or the last one has other terms than the definition.</exception>
    public static Campaign Restore(
        CampaignId id,
        int revision,
        CampaignDefinition definition,
        IReadOnlyList<CampaignVersion> versions,
        IReadOnlyList<StatusChange>? statuses = null,
        int lanes = 1)
    {
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions[i].Number != i + 1)
            {
                throw new ArgumentException($"Version {i + 1} of campaign {id} is missing.", nameof(versions));
            }
        }

        return versions.Count > 0 && versions[^1].Terms.GiveTheSameAs(definition.Terms)
            ? new Campaign(id, revision, definition, versions, statuses is { Count: > 0 } ? statuses : [StatusChange.FromTheStart(definition.Status)], lanes)
            : throw new ArgumentException($"The last version of campaign {id} is not what it says today.", nameof(versions));
    }

    /// <summary>
    /// The campaign with another definition. Other terms are a new version, which counts from its saving or from its start,
    /// whichever is later; another name, goal, status, limit, announcement or offer is not.
    /// </summary>
    public Campaign Change(CampaignDefinition definition, DateTimeOffset savedAt)
    {
        IReadOnlyList<StatusChange> statuses = definition.Status == Statuses[^1].Status ? Statuses : [.. Statuses, new StatusChange(definition.Status, savedAt)];
        if (definition.Terms.GiveTheSameAs(Latest.Terms))
        {
            return new Campaign(Id, Revision + 1, definition, Versions, statuses, Lanes);
        }

        var countsFrom = savedAt > definition.Terms.StartsAt ? savedAt : definition.Terms.StartsAt;
        return new Campaign(Id, Revision + 1, definition, [.. Versions, new CampaignVersion(Versions.Count + 1, definition.Terms, countsFrom, savedAt)], statuses, Lanes);
    }

    /// <summary>
    /// The version that counts at an instant: of those that count by then the one saved last. One that was replaced before it
    /// began never counts: who puts a start off does not want the old one. Null before the first one counts.
    /// </summary>
    public CampaignVersion? TermsAt(DateTimeOffset at)
    {
        DateTimeOffset? replacedAt = null;
        for (var i = Versions.Count - 1; i >= 0; i--)
        {
            var version = Versions[i];
            if (at >= version.CountsFrom && !(replacedAt < version.CountsFrom))
            {
                return version;
            }

            replacedAt = version.SavedAt < replacedAt || replacedAt is null ? version.SavedAt : replacedAt;
        }

        return null;
    }

    /// <summary>
    /// The version that counts at an instant or, before any does, the one that will first, with terms that start when it counts.
    /// </summary>
    public CampaignVersion TermsAtOrFirst(DateTimeOffset at)
    {
        if (TermsAt(at) is { } counting)
        {
            return counting;
        }

        // The version saved last counts once it has begun, so one does.
        var first = Versions.Select(version => version.CountsFrom).Order().Select(TermsAt).FirstOrDefault(version => version is not null) ?? Latest;
        return first.CountsFrom > first.Terms.StartsAt ? first with { Terms = first.Terms with { StartsAt = first.CountsFrom } } : first;
    }

    /// <summary>Where it stood at an instant: a campaign that was ended since was still running then.</summary>
    public CampaignStatus StatusAt(DateTimeOffset at)
    {
        for (var i = Statuses.Count - 1; i > 0; i--)
        {
            if (at >= Statuses[i].From)
            {
                return Statuses[i].Status;
            }
        }

        return Statuses[0].Status;
    }
}
