namespace SendGrid.Helpers.Errors.Model;

/// <summary>429: the rate limit is used up. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class TooManyRequestsException : RequestErrorException
{
    public TooManyRequestsException()
    {
    }

    public TooManyRequestsException(string message)
        : base(message)
    {
    }

    public TooManyRequestsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
