namespace SendGrid.Helpers.Errors.Model;

/// <summary>403: the API key may not do this. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class ForbiddenException : RequestErrorException
{
    public ForbiddenException()
    {
    }

    public ForbiddenException(string message)
        : base(message)
    {
    }

    public ForbiddenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
