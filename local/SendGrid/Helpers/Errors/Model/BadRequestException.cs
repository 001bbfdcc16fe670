namespace SendGrid.Helpers.Errors.Model;

/// <summary>400: the mail is not acceptable. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class BadRequestException : RequestErrorException
{
    public BadRequestException()
    {
    }

    public BadRequestException(string message)
        : base(message)
    {
    }

    public BadRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
