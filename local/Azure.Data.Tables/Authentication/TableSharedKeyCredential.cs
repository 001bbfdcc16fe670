#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>An account's name and key.</summary>
public class TableSharedKeyCredential
{
    private volatile byte[] _key;

    /// <summary>A credential from the name and the base-64 key.</summary>
    /// <exception cref="FormatException">The key is not base 64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentNullException.ThrowIfNull(accountName);
        AccountName = accountName;
        SetAccountKey(accountKey);
    }

    /// <summary>The account's name.</summary>
    public string AccountName { get; }

    /// <summary>Changes the key (base 64) for the requests to come, of every client that shares this credential.</summary>
    /// <exception cref="FormatException">The key is not base 64.</exception>
    public void SetAccountKey(string accountKey)
    {
        ArgumentNullException.ThrowIfNull(accountKey);
        _key = Convert.FromBase64String(accountKey);
    }

    /// <summary>The base-64 HMAC-SHA256 of a text under the key.</summary>
    internal string Sign(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToBase64String(hash);
    }
}
