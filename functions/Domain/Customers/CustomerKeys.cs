using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace PromoFunctions.Domain.Customers;

/// <summary>
/// Makes customers' keys: the first 128 bits of HMAC-SHA-256 (RFC 2104) over the identity. Without the installation's
/// secret nobody can tell whose a key is by trying addresses.
/// </summary>
public sealed class CustomerKeys
{
    /// <summary>The fewest bytes of a secret.</summary>
    public const int MinSecretLength = 16;

    private const int KeyLength = 16;

    private readonly byte[] _secret;

    /// <summary>Keys under a secret, which must stay the same for as long as limits are counted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The secret has fewer than <see cref="MinSecretLength"/> bytes.</exception>
    public CustomerKeys(ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, MinSecretLength, nameof(secret));
        _secret = secret.ToArray();
    }

    /// <summary>The key of an identity; null for nobody.</summary>
    [return: NotNullIfNotNull(nameof(identity))]
    public CustomerKey? Of(CustomerIdentity? identity)
    {
        if (identity is null)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(identity.Value), hash);
        return CustomerKey.Of(hash[..KeyLength]);
    }

    /// <summary>The key of a customer; null when it has neither e-mail nor id.</summary>
    public CustomerKey? Of(Customer? customer) => Of(CustomerIdentity.Of(customer));
}
