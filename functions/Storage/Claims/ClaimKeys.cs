using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.Storage.Claims;

/// <summary>Keys of the claims' tables.</summary>
/// <remarks>
/// <c>Claims</c> and <c>ClaimPersons</c> have one partition a claim: all that a claim is changes in one transaction, and no
/// partition grows. What names or quotes a person stands in <c>ClaimPersons</c> alone, so that an erasure deletes rows there.
/// </remarks>
internal static class ClaimKeys
{
    /// <summary>Row of the claim itself.</summary>
    public const string Claim = "claim";

    /// <summary>Prefix of the audit's rows.</summary>
    public const string AuditPrefix = "audit|";

    /// <summary>What the rows of replies begin with, in <c>ClaimPersons</c>.</summary>
    public const string Reply = "reply";

    /// <summary>Row of the message that could not be read, in <c>ClaimPersons</c>.</summary>
    public const string Message = "message";

    /// <summary>The partition: ids come from outside and may be alike, their hash is spread.</summary>
    public static string PartitionOf(ClaimId id) => Hash(Encoding.UTF8.GetBytes(id.Value));

    /// <summary>Row of an audit entry, counted from 1.</summary>
    public static string Audit(int number) => AuditPrefix + number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Row of a part of the content: under the content's hash, so that two contents under one id never mix.</summary>
    public static string Content(string contentHash, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"content|{contentHash}|{part:D2}");

    /// <summary>Row of a reply: under its own hash, so that one that was written for a change that was not made stands for nothing.</summary>
    public static string ReplyOf(ReadOnlySpan<byte> reply) => Reply + "|" + Hash(reply);

    /// <summary>Row of a part of a contact that was added later.</summary>
    public static string Contact(string hash) => "contact|" + hash;

    /// <summary>Row of what a person wrote about a decision.</summary>
    public static string Words(string hash) => "words|" + hash;

    /// <summary>128 bits of SHA-256, lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
}
