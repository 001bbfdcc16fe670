using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>
/// Who may call what. infra/function-keys.json names the functions of each audience; the deployment makes a key of it for each,
/// and here the audience <c>storefront</c> has the key <c>storefront-local</c>. <c>master-local</c> opens everything.
/// </summary>
internal sealed class FunctionKeys
{
    public const string Master = "master-local";
    public const string Header = "x-functions-key";
    public const string Query = "code";
    private const string FileName = "function-keys.json";

    private static readonly byte[] MasterKey = Encoding.UTF8.GetBytes(Master);
    private readonly Dictionary<string, List<byte[]>> keysByFunction = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="audiences">The functions' names, by audience.</param>
    public FunctionKeys(IReadOnlyDictionary<string, IReadOnlyList<string>> audiences)
    {
        Audiences = audiences;
        foreach (var (audience, functions) in audiences)
        {
            var key = Encoding.UTF8.GetBytes(KeyOf(audience));
            foreach (var function in functions)
            {
                if (!keysByFunction.TryGetValue(function, out var keys))
                {
                    keysByFunction[function] = keys = [MasterKey];
                }

                keys.Add(key);
            }
        }
    }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Audiences { get; }

    public static string KeyOf(string audience) => $"{audience}-local";

    /// <exception cref="StartupException">The file is broken.</exception>
    public static FunctionKeys Load(string path)
    {
        var audiences = new Dictionary<string, IReadOnlyList<string>>();
        if (File.Exists(path))
        {
            foreach (var property in JsonFile.Read(path).EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Array || property.Value.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
                {
                    throw JsonFile.Wrong(FileName, property.Name, "a list of functions' names", property.Value);
                }

                audiences[property.Name] = [.. property.Value.EnumerateArray().Select(name => name.GetString() ?? "")];
            }
        }

        return new FunctionKeys(audiences);
    }

    /// <summary>The keys that open a function; empty: none is needed.</summary>
    public IReadOnlyList<byte[]> For(string function, AuthorizationLevel level) => level switch
    {
        AuthorizationLevel.Anonymous => [],
        AuthorizationLevel.User or AuthorizationLevel.Function => keysByFunction.TryGetValue(function, out var keys) ? keys : [MasterKey],
        AuthorizationLevel.System or AuthorizationLevel.Admin => [MasterKey],
        _ => throw new StartupException($"Function {function} has an authorization level that is not known."),
    };

    public static bool IsMaster(HttpRequest request) => Opens([MasterKey], request);

    public static bool IsMaster(string? key) => key is not null && Matches([MasterKey], key);

    /// <summary>Whether the request shows one of the keys. The header counts before the query, as in Azure.</summary>
    public static bool Opens(IReadOnlyList<byte[]> keys, HttpRequest request)
    {
        if (keys.Count == 0)
        {
            return true;
        }

        var shown = request.Headers[Header];
        if (shown.Count == 0)
        {
            shown = request.Query[Query];
        }

        return shown.Count == 1 && shown[0] is { } key && Matches(keys, key);
    }

    // Every key is compared, whole, whichever fits: the time taken says nothing about any of them but its length.
    private static bool Matches(IReadOnlyList<byte[]> keys, string shown)
    {
        const int longest = 256;
        if (shown.Length > longest)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[longest * 3];
        var length = Encoding.UTF8.GetBytes(shown, bytes);
        var opens = false;
        for (var i = 0; i < keys.Count; i++)
        {
            opens |= CryptographicOperations.FixedTimeEquals(bytes[..length], keys[i]);
        }

        return opens;
    }
}
