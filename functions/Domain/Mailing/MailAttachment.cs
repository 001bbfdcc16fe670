namespace PromoFunctions.Domain.Mailing;

/// <summary>A file that goes with a mail.</summary>
/// <param name="Name">Its name, such as codes.csv.</param>
/// <param name="ContentType">Its media type, such as text/csv.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MailAttachment(string Name, string ContentType, ReadOnlyMemory<byte> Content);
