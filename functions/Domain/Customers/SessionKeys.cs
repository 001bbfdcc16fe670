using System.Security.Cryptography;
using System.Text;

namespace PromoFunctions.Domain.Customers;

/// <summary>Makes the pseudonyms of browsers' sessions, as <see cref="CustomerKeys"/> makes those of customers.</summary>
/// <param name="secret">The installation's secret, of at least <see cref="CustomerKeys.MinSecretLength"/> bytes.</param>
public sealed class SessionKeys(byte[] secret)
{
    private const int Bytes = 16;

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public string Of(string session)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("session|" + session), hash);
        return Convert.ToHexStringLower(hash[..Bytes]);
    }
}
