namespace SendGrid.Helpers.Errors.Model;

/// <summary>405: the resource does not know the method. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class MethodNotAllowedException : RequestErrorException
{
    public MethodNotAllowedException()
    {
    }

    public MethodNotAllowedException(string message)
        : base(message)
    {
    }

    public MethodNotAllowedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
