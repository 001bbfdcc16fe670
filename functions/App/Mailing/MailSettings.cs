namespace PromoFunctions.App.Mailing;

/// <summary>Whose mails they are.</summary>
/// <param name="From">The sender's address, which SendGrid must know as a verified sender.</param>
/// <param name="Shop">The shop's name: the sender's, and how mails and pages call the shop.</param>
public sealed record MailSettings(string From, string Shop);
