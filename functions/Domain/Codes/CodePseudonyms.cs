using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Codes;

/// <summary>
/// Names codes where they must not stand in clear: personal ones bear a name, and what a shopper typed may be anything. The first 128
/// bits of HMAC-SHA-256 (RFC 2104), so that nobody without the installation's secret finds a code by trying.
/// </summary>
/// <param name="secret">The installation's secret, of at least <see cref="CustomerKeys.MinSecretLength"/> bytes.</param>
public sealed class CodePseudonyms(byte[] secret)
{
    /// <summary>What a pseudonym begins with; no code does, since codes have neither lower-case letters nor hyphens.</summary>
    public const string Prefix = "p-";

    private const int Bytes = 16;

    /// <summary>The pseudonym of a code: <see cref="Prefix"/> and 32 lower-case hexadecimal digits.</summary>
    public string Of(PromoCode code)
    {
        // The word in front keeps these apart from the keys of customers, made under the same secret.
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("code|" + code.Value), hash);
        return Prefix + Convert.ToHexStringLower(hash[..Bytes]);
    }
}
