#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>The parts of a Service Bus connection string.</summary>
public class ServiceBusConnectionStringProperties
{
    /// <summary>Where the namespace is, with the scheme <c>sb</c>; null when the string does not say.</summary>
    public Uri Endpoint { get; private set; }

    /// <summary>The host of <see cref="Endpoint"/>.</summary>
    public string FullyQualifiedNamespace => Endpoint?.Host;

    /// <summary>The queue that the string is limited to, or null.</summary>
    public string EntityPath { get; private set; }

    /// <summary>The name of the shared access key.</summary>
    public string SharedAccessKeyName { get; private set; }

    /// <summary>The shared access key.</summary>
    public string SharedAccessKey { get; private set; }

    /// <summary>A signature issued beforehand, in place of a key.</summary>
    public string SharedAccessSignature { get; private set; }

    /// <summary>Whether the string says <c>UseDevelopmentEmulator=true</c>.</summary>
    internal bool UseDevelopmentEmulator { get; private set; }

    /// <summary>Takes a connection string apart. Names of parts are case-insensitive and unknown ones are passed over.</summary>
    /// <exception cref="ArgumentException">The string is null or empty.</exception>
    /// <exception cref="FormatException">A part is not <c>name=value</c>, or the endpoint is not an absolute URI.</exception>
    public static ServiceBusConnectionStringProperties Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var parsed = new ServiceBusConnectionStringProperties();
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A key ends in '=' itself, so only the first one separates.
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == part.Length - 1)
            {
                throw new FormatException(Malformed);
            }

            parsed.Take(part[..equals].Trim(), part[(equals + 1)..].Trim());
        }

        return parsed;
    }

    private const string Malformed = "The connection string used for an Service Bus client must specify the Service Bus namespace host and parts of the form name=value, separated by semicolons.";

    private void Take(string name, string value)
    {
        if (Is(name, "Endpoint"))
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var endpoint) || endpoint.Host.Length == 0)
            {
                throw new FormatException(Malformed);
            }

            Endpoint = new UriBuilder(endpoint) { Scheme = "sb", Port = endpoint.IsDefaultPort ? -1 : endpoint.Port }.Uri;
        }
        else if (Is(name, "EntityPath"))
        {
            EntityPath = value;
        }
        else if (Is(name, "SharedAccessKeyName"))
        {
            SharedAccessKeyName = value;
        }
        else if (Is(name, "SharedAccessKey"))
        {
            SharedAccessKey = value;
        }
        else if (Is(name, "SharedAccessSignature"))
        {
            SharedAccessSignature = value;
        }
        else if (Is(name, "UseDevelopmentEmulator"))
        {
            UseDevelopmentEmulator = bool.TryParse(value, out var use)
                ? use
                : throw new FormatException("UseDevelopmentEmulator must be true or false.");
        }
    }

    private static bool Is(string name, string token) => string.Equals(name, token, StringComparison.OrdinalIgnoreCase);
}
