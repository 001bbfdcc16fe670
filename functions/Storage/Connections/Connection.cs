using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace PromoFunctions.Storage.Connections;

/// <summary>
/// How a service of Azure's is reached, in the settings' shape that the Functions extensions read: <c>Name</c> holds a
/// connection string, or <c>Name__address</c> says where the service is, and an identity opens it.
/// </summary>
public abstract record Connection
{
    private Connection()
    {
    }

    /// <summary>By a text that names the service and carries its key.</summary>
    /// <param name="Text">The connection string.</param>
    public sealed record ByText(string Text) : Connection;

    /// <summary>By an identity.</summary>
    /// <param name="Address">Where the service is.</param>
    /// <param name="Credential">Who asks: with <c>Name__credential</c> <c>managedidentity</c> the managed identity (the user-assigned one of <c>Name__clientId</c>, where that is given), else whoever <see cref="DefaultAzureCredential"/> finds.</param>
    public sealed record ByIdentity(string Address, TokenCredential Credential) : Connection;

    /// <summary>Reads the settings of a connection.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="name">The connection's name.</param>
    /// <param name="address">Which part says where the service is, such as <c>tableServiceUri</c>.</param>
    /// <param name="meaning">What the connection is to, for the sentence of an error.</param>
    /// <exception cref="InvalidOperationException">Nothing, half of it, or both ways are given; the message names the settings.</exception>
    public static Connection Read(IConfiguration configuration, string name, string address, string meaning)
    {
        var section = configuration.GetSection(name);
        var (text, place) = (Given(configuration[name]), Given(section[address]));
        var (kind, client) = (Given(section["credential"]), Given(section["clientId"]));
        if (text is not null)
        {
            return place is null
                ? new ByText(text)
                : throw new InvalidOperationException($"The settings {name} and {name}__{address} are both given; give the connection string or the address, not both.");
        }

        if (place is null)
        {
            throw new InvalidOperationException(kind is null && client is null
                ? $"The setting {name} is missing: the connection string of {meaning}, or {name}__{address} in its place, to reach it by identity."
                : $"The setting {name}__{address} is missing: {name}__{(kind is null ? "clientId" : "credential")} asks for an identity, and nothing says where to find {meaning}.");
        }

        return new ByIdentity(place, Who(name, kind, client));
    }

    private static TokenCredential Who(string name, string? kind, string? client)
    {
        if (kind is null)
        {
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client });
        }

        return string.Equals(kind, "managedidentity", StringComparison.OrdinalIgnoreCase)
            ? new ManagedIdentityCredential(client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client))
            : throw new InvalidOperationException($"The setting {name}__credential is '{kind}'; it must be 'managedidentity', or be left out.");
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
