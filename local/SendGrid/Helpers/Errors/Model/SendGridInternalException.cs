namespace SendGrid.Helpers.Errors.Model;

/// <summary>Any 5xx that has no exception of its own, and the base of those that have. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class SendGridInternalException : Exception
{
    public SendGridInternalException()
    {
    }

    public SendGridInternalException(string message)
        : base(message)
    {
    }

    public SendGridInternalException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
