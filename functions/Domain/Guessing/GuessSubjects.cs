using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Guessing;

/// <summary>
/// Makes the pseudonyms under which unknown codes are counted: the first 128 bits of HMAC-SHA-256 (RFC 2104) over the kind and
/// the value. Neither an address nor an e-mail nor a key can be read from storage.
/// </summary>
/// <param name="secret">The installation's secret, of at least <see cref="CustomerKeys.MinSecretLength"/> bytes.</param>
public sealed class GuessSubjects(byte[] secret)
{
    private const int KeyLength = 16;

    /// <summary>
    /// What a shopper's unknown codes count under: its e-mail, its id, its address and its session, as far as they are known. The
    /// key of the caller only when none is.
    /// </summary>
    public IReadOnlyList<GuessSubject> Of(Shopper shopper)
    {
        var found = new List<GuessSubject>(4);
        if (shopper.Customer is { Email: not null } withEmail && CustomerIdentity.Of(withEmail) is { } identity)
        {
            found.Add(Subject(identity.Value, GuessLimits.OfShopper));
        }

        // A customer of whom e-mail and id are known counts under both: terms are asked for with the id alone.
        if (shopper.Customer?.Id is { } id)
        {
            found.Add(Subject("id:" + id, GuessLimits.OfShopper));
        }

        if (shopper.Client?.Address is { } address)
        {
            found.Add(Subject("address:" + address, GuessLimits.OfShopper));
        }

        if (shopper.Client?.Session is { } session)
        {
            found.Add(Subject("session:" + session, GuessLimits.OfShopper));
        }

        if (found.Count == 0)
        {
            found.Add(Subject("key:" + shopper.CallerKey, GuessLimits.OfKey));
        }

        return found;
    }

    private GuessSubject Subject(string value, int limit)
    {
        // The word in front keeps these apart from the keys under which customers are counted for limits.
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("guess|" + value), hash);
        return new(Convert.ToHexStringLower(hash[..KeyLength]), limit);
    }
}
