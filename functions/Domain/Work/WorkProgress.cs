namespace PromoFunctions.Domain.Work;

/// <summary>How far a piece of recurring work is, whichever process does it.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="State">How its last run stands.</param>
/// <param name="Step">What it does, or did last: a stable word.</param>
/// <param name="Done">How much of the step is done.</param>
/// <param name="StartedAt">When the run began.</param>
/// <param name="UpdatedAt">When this was noted: a running one that notes nothing for long has died, and the next run goes on.</param>
public sealed record WorkProgress(string Name, WorkState State, string Step, long Done, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt);

/// <summary>How a run stands.</summary>
public enum WorkState
{
    /// <summary>It is under way, or its process died.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>It was asked to stop; the next run goes on.</summary>
    Stopped,

    /// <summary>It failed; the next run tries again.</summary>
    Failed,
}
