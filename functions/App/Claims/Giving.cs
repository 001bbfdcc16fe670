using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>What became of a code that was to be given. Exactly one of the nested kinds.</summary>
public abstract record Giving
{
    private Giving()
    {
    }

    /// <summary>The customer has it: now, or from an earlier delivery of the claim.</summary>
    public sealed record Given(Remedy.NewCode Code) : Giving;

    /// <summary>Another claim of the customer got one before.</summary>
    public sealed record GivenBefore(DateTimeOffset At) : Giving;

    /// <summary>The shop has paused, ended or changed the campaign that such codes are of.</summary>
    public sealed record Stopped : Giving;
}
