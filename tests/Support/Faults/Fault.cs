namespace PromoFunctions.Tests.Support.Faults;

/// <summary>What happens to one storage request, seen from the process that sends it.</summary>
public enum Fault
{
    /// <summary>Nothing out of the ordinary.</summary>
    None,

    /// <summary>It never arrives; the sender sees a lost connection.</summary>
    Drop,

    /// <summary>It is turned away with 503 and has no effect.</summary>
    Busy,

    /// <summary>It is refused with 400 and has no effect.</summary>
    Refused,

    /// <summary>It takes effect; the sender is answered 500.</summary>
    LandThen500,

    /// <summary>It lands, and its answer comes late: what was read may be old by then.</summary>
    LandThenSlow,

    /// <summary>It takes effect; the sender sees a lost connection.</summary>
    LandThenLose,

    /// <summary>It takes effect; the sender's time runs out.</summary>
    LandThenTimeout,

    /// <summary>It is held up; the sender waits. Others overtake it.</summary>
    Slow,

    /// <summary>The sender sees a lost connection at once, and it arrives later all the same: after a retry, or after a fence.</summary>
    Late,

    /// <summary>The process dies before it is sent.</summary>
    Crash,

    /// <summary>It takes effect, and the process dies before it learns so.</summary>
    LandThenCrash,
}
