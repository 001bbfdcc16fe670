using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Mailing;

/// <summary>Whose mails they are.</summary>
/// <param name="From">The sender's address, which SendGrid must know as a verified sender.</param>
/// <param name="Shop">The shop's name: the sender's, and how mails and pages call the shop.</param>
public sealed record MailSettings(string From, string Shop)
{
    /// <summary>Setting <c>StaffLanguage</c>: the language of mails to finance and to the desk; English when nothing is said. Customers' mails are in theirs.</summary>
    public Phrases Staff { get; init; } = Phrases.English;
}
