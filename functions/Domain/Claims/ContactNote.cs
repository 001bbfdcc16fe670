using System.Security.Cryptography;
using System.Text.Json;

namespace PromoFunctions.Domain.Claims;

/// <summary>That a contact was added to a claim, without a word of it.</summary>
/// <param name="Hash">Of the contact as written: the same contact again is one.</param>
/// <param name="At">When it was added.</param>
public sealed record ContactNote(string Hash, DateTimeOffset At)
{
    /// <summary>The most contacts that can be added to a claim.</summary>
    public const int MostOfAClaim = 500;

    private const int HashBytes = 16;

    /// <summary>The note of a contact.</summary>
    public static ContactNote Of(Contact contact, DateTimeOffset at) =>
        new(Convert.ToHexStringLower(SHA256.HashData(ToUtf8(contact)).AsSpan(0, HashBytes)), at);

    /// <summary>A contact as UTF-8 JSON, one form for all spellings of the same content.</summary>
    public static byte[] ToUtf8(Contact contact)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Contact.Plain))
        {
            contact.Write(writer);
        }

        return json.ToArray();
    }
}

/// <summary>A contact of a claim.</summary>
/// <param name="At">When the desk got it.</param>
/// <param name="Contact">What was said. Personal data.</param>
public sealed record DatedContact(DateTimeOffset At, Contact Contact);
