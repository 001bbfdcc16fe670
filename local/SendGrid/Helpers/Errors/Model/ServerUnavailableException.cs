namespace SendGrid.Helpers.Errors.Model;

/// <summary>500: an error on the server. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class ServerUnavailableException : SendGridInternalException
{
    public ServerUnavailableException()
    {
    }

    public ServerUnavailableException(string message)
        : base(message)
    {
    }

    public ServerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
