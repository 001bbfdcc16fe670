using System.Diagnostics.CodeAnalysis;
using System.Net;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Customers;

/// <summary>What the shop's server says about the browser behind a request.</summary>
/// <param name="Address">The IP address in its canonical form, or null.</param>
/// <param name="Session">The shop's own session id, or null.</param>
public sealed record ClientInfo(string? Address, string? Session)
{
    /// <summary>The most characters of a session id.</summary>
    public const int MaxSessionLength = 128;

    private const int MaxAddressLength = 64;

    /// <summary>Reads what is known about a client.</summary>
    public static ClientInfo? Read(FieldReader reader)
    {
        var address = reader.OptionalParsed<string>("address", MaxAddressLength, TryParseAddress);
        var session = reader.OptionalText("session", MaxSessionLength);
        reader.RefuseUnknown();
        return reader.Failed ? null : new ClientInfo(address, session);
    }

    /// <summary>Takes an IPv4 or IPv6 address; an IPv4 address in IPv6's clothes becomes itself.</summary>
    public static bool TryParseAddress(string text, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? problem)
    {
        value = null;
        problem = null;
        // IPAddress takes "1" for 0.0.0.1; nobody who sends that means an address.
        if (IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3))
        {
            value = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
            return true;
        }

        problem = "must be an IP address, such as 203.0.113.9.";
        return false;
    }
}
