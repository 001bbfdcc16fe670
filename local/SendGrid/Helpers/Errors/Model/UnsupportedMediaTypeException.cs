namespace SendGrid.Helpers.Errors.Model;

/// <summary>415: the content type is not JSON. The message is a <see cref="SendGridErrorResponse"/> as JSON.</summary>
public class UnsupportedMediaTypeException : RequestErrorException
{
    public UnsupportedMediaTypeException()
    {
    }

    public UnsupportedMediaTypeException(string message)
        : base(message)
    {
    }

    public UnsupportedMediaTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
