namespace PromoFunctions.Domain.Work;

/// <summary>Where recurring work shows how far it is.</summary>
public interface IWorkBoard
{
    /// <summary>Notes it in place of what was noted under the name.</summary>
    Task NoteAsync(WorkProgress progress, CancellationToken cancellationToken);

    /// <summary>What was noted last, by name. One request.</summary>
    Task<IReadOnlyList<WorkProgress>> ReadAsync(CancellationToken cancellationToken);
}
