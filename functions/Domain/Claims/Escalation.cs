namespace PromoFunctions.Domain.Claims;

/// <summary>How long an escalated claim may wait for a person.</summary>
/// <param name="Deadline">From this instant on it is overdue.</param>
/// <param name="Overdue">Whether it was marked so; set once.</param>
public sealed record Escalation(DateTimeOffset Deadline, bool Overdue);
