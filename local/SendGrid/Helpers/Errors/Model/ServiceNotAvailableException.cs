namespace SendGrid.Helpers.Errors.Model;

/// <summary>503: the service is not available. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class ServiceNotAvailableException : SendGridInternalException
{
    public ServiceNotAvailableException()
    {
    }

    public ServiceNotAvailableException(string message)
        : base(message)
    {
    }

    public ServiceNotAvailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
