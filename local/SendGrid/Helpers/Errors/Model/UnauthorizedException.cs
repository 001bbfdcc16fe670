namespace SendGrid.Helpers.Errors.Model;

/// <summary>401: the API key is missing or wrong. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class UnauthorizedException : RequestErrorException
{
    public UnauthorizedException()
    {
    }

    public UnauthorizedException(string message)
        : base(message)
    {
    }

    public UnauthorizedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
