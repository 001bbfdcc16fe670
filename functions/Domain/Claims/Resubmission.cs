namespace PromoFunctions.Domain.Claims;

/// <summary>That a failed claim was sent again.</summary>
/// <param name="Number">How often by now, from 1: a dead letter of an earlier time says nothing about this one.</param>
/// <param name="At">When.</param>
public sealed record Resubmission(int Number, DateTimeOffset At);

/// <summary>A message that could not be read, kept to be sent again.</summary>
/// <param name="Bytes">How large it is.</param>
/// <param name="Until">When it is deleted: nobody could find it by its customer.</param>
public sealed record KeptMessage(int Bytes, DateTimeOffset Until)
{
    /// <summary>How many days it is kept.</summary>
    public const int DaysKept = 14;
}
