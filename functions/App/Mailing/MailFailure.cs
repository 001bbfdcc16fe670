namespace PromoFunctions.App.Mailing;

/// <summary>Why a mail is not sent.</summary>
/// <param name="Reason">A stable word.</param>
/// <param name="Description">A sentence that names nobody.</param>
public sealed record MailFailure(string Reason, string Description);
