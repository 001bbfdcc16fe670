namespace SendGrid.Helpers.Errors.Model;

/// <summary>413: the mail with its attachments is too large. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class PayloadTooLargeException : RequestErrorException
{
    public PayloadTooLargeException()
    {
    }

    public PayloadTooLargeException(string message)
        : base(message)
    {
    }

    public PayloadTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
