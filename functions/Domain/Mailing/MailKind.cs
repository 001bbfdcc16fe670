namespace PromoFunctions.Domain.Mailing;

/// <summary>What a mail is for.</summary>
public enum MailKind
{
    /// <summary>A personal code for an occasion.</summary>
    Offer,

    /// <summary>The answer to a claim.</summary>
    ClaimReply,

    /// <summary>To the desk: a claim that nobody decided in time.</summary>
    EscalationReminder,

    /// <summary>To finance: the report of a period that is closed and counted.</summary>
    Report,

    /// <summary>To finance: a report whose figures are not those of the ledger.</summary>
    ReportDifference,

    /// <summary>To a customer: a personal code ends soon.</summary>
    CodeEnds,
}
