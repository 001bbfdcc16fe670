namespace PromoFunctions.Domain.Codes;

/// <summary>Where a public code stands from an instant on, apart from its campaign.</summary>
/// <param name="Status">The status.</param>
/// <param name="From">The first instant at which it counts.</param>
public sealed record CodeStatusChange(CodeStatus Status, DateTimeOffset From)
{
    /// <summary>The history after a further change. Of a code whose earlier changes were not kept, what it was counts for all time before.</summary>
    public static IReadOnlyList<CodeStatusChange> After(IReadOnlyList<CodeStatusChange> changes, CodeStatus standing, CodeStatusChange next) =>
        changes.Count == 0 && standing != CodeStatus.Active ? [new(standing, DateTimeOffset.MinValue), next] : [.. changes, next];

    /// <summary>Where a code stood at an instant: active before its first change, as codes are made.</summary>
    /// <param name="changes">The oldest first; empty when none was kept.</param>
    /// <param name="standing">Where it stands now.</param>
    /// <param name="at">The instant.</param>
    public static CodeStatus At(IReadOnlyList<CodeStatusChange> changes, CodeStatus standing, DateTimeOffset at)
    {
        if (changes.Count == 0)
        {
            return standing;
        }

        for (var i = changes.Count - 1; i >= 0; i--)
        {
            if (at >= changes[i].From)
            {
                return changes[i].Status;
            }
        }

        return CodeStatus.Active;
    }
}
