using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Preferences;

/// <summary>
/// Signed links that end reminders for one customer: its key and the first 128 bits of HMAC-SHA-256 (RFC 2104) over it. They hold for as
/// long as the secret does, as a mail may be read years later; nobody can make one for somebody else, or tell whose one is.
/// </summary>
public sealed class UnsubscribeLinks
{
    private const int SignatureBytes = 16;
    private const char Separator = '.';

    private readonly byte[] _secret;
    private readonly string _address;

    /// <summary>Links of an installation.</summary>
    /// <param name="secret">Its secret, of at least <see cref="CustomerKeys.MinSecretLength"/> bytes. Links are signed under a key derived from it, which signs nothing else.</param>
    /// <param name="publicUrl">Where customers' browsers reach it, http or https, without <c>/api</c>.</param>
    /// <exception cref="ArgumentException">The secret is too short or the address is none.</exception>
    public UnsubscribeLinks(ReadOnlySpan<byte> secret, string publicUrl)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, CustomerKeys.MinSecretLength, nameof(secret));
        if (!Uri.TryCreate(publicUrl, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("The public address must be an absolute http or https address.", nameof(publicUrl));
        }

        _secret = HMACSHA256.HashData(secret, "unsubscribe-links"u8);
        _address = address.AbsoluteUri.TrimEnd('/') + "/api/unsubscribe/";
    }

    /// <summary>The link of a customer.</summary>
    public Uri Of(CustomerKey customer) => new(_address + customer.Value + Separator + Convert.ToHexStringLower(Sign(customer)));

    /// <summary>Takes the last part of a link, as it came from outside.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out CustomerKey? customer)
    {
        customer = null;
        var parts = token.Split(Separator, 3);
        if (parts.Length != 2
            || parts[1].Length != 2 * SignatureBytes
            || !parts[1].All(char.IsAsciiHexDigitLower)
            || !CustomerKey.TryParse(parts[0], out var named, out _)
            || !CryptographicOperations.FixedTimeEquals(Convert.FromHexString(parts[1]), Sign(named)))
        {
            return false;
        }

        customer = named;
        return true;
    }

    private byte[] Sign(CustomerKey customer) => HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(customer.Value))[..SignatureBytes];
}
