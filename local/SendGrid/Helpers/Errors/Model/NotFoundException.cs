namespace SendGrid.Helpers.Errors.Model;

/// <summary>404: there is no such resource. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class NotFoundException : RequestErrorException
{
    public NotFoundException()
    {
    }

    public NotFoundException(string message)
        : base(message)
    {
    }

    public NotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
