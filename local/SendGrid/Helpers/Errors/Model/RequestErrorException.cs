namespace SendGrid.Helpers.Errors.Model;

/// <summary>Any 4xx that has no exception of its own, and the base of those that have. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class RequestErrorException : Exception
{
    public RequestErrorException()
    {
    }

    public RequestErrorException(string message)
        : base(message)
    {
    }

    public RequestErrorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
