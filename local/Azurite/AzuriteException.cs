namespace PromoFunctions.Local.Azurite;

/// <summary>Azurite could not be installed, started or reached; the message says in plain words what to do about it.</summary>
public sealed class AzuriteException : Exception
{
    public AzuriteException()
    {
    }

    public AzuriteException(string message)
        : base(message)
    {
    }

    public AzuriteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
