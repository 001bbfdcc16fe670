namespace Azure.Data.Tables;

/// <summary>
/// What a storage connection string says about tables, see
/// https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string.
/// </summary>
internal sealed record ConnectionString(Uri Endpoint, string? AccountName, TableSharedKeyCredential? Credential, string? Sas)
{
    /// <summary>The emulator's account and key, which are the same everywhere and documented.</summary>
    private const string DevelopmentAccount = "devstoreaccount1";
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string DevelopmentHost = "http://127.0.0.1";

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="InvalidOperationException">It is malformed, or names no account that can be reached.</exception>
    public static ConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, "connectionString");
        var settings = Split(text);
        if (string.Equals(settings.GetValueOrDefault("UseDevelopmentStorage"), "true", StringComparison.OrdinalIgnoreCase))
        {
            var host = settings.GetValueOrDefault("DevelopmentStorageProxyUri", DevelopmentHost).TrimEnd('/');
            return new(
                new Uri($"{host}:10002/{DevelopmentAccount}"),
                DevelopmentAccount,
                new TableSharedKeyCredential(DevelopmentAccount, DevelopmentKey),
                Sas: null);
        }

        var account = settings.GetValueOrDefault("AccountName");
        var key = settings.GetValueOrDefault("AccountKey");
        var sas = settings.GetValueOrDefault("SharedAccessSignature");
        if (sas is null && (account is null || key is null))
        {
            throw Invalid("it holds neither AccountName with AccountKey nor a SharedAccessSignature");
        }

        return new(
            EndpointOf(settings, account),
            account,
            sas is null && account is not null && key is not null ? Key(account, key) : null,
            sas?.TrimStart('?'));
    }

    private static Uri EndpointOf(Dictionary<string, string> settings, string? account)
    {
        var text = settings.GetValueOrDefault("TableEndpoint");
        if (text is null && account is not null)
        {
            var scheme = settings.GetValueOrDefault("DefaultEndpointsProtocol", Uri.UriSchemeHttps);
            text = $"{scheme}://{account}.table.{settings.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw Invalid("it names no endpoint for tables");
    }

    private static TableSharedKeyCredential Key(string account, string key)
    {
        try
        {
            return new TableSharedKeyCredential(account, key);
        }
        catch (FormatException)
        {
            throw Invalid("its AccountKey is not base 64");
        }
    }

    private static Dictionary<string, string> Split(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Only the first sign of equality divides: keys and signatures hold more of them.
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || !settings.TryAdd(part[..at].Trim(), part[(at + 1)..].Trim()))
            {
                throw Invalid("its parts are not of the form name=value, each name once");
            }
        }

        return settings;
    }

    // What it holds is secret, so the message does not repeat it.
    private static InvalidOperationException Invalid(string why) => new($"The connection string is not valid: {why}.");
}
