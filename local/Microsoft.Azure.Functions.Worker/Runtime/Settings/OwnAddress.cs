namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>
/// A setting may name the app itself, as <c>http://localhost:7071/…</c>, the address that Core Tools has by default: the mailbox
/// stands there, for one. It is filled in with the address that is really listened on.
/// </summary>
internal static class OwnAddress
{
    private const string Default = "http://localhost:7071";

    public static bool IsNamedBy(string? setting) =>
        setting is not null
        && setting.StartsWith(Default, StringComparison.OrdinalIgnoreCase)
        && (setting.Length == Default.Length || setting[Default.Length] == '/');

    /// <param name="setting">One that names it.</param>
    /// <param name="address">The app's real address.</param>
    public static string Fill(string setting, Uri address) => string.Concat(address.GetLeftPart(UriPartial.Authority), setting.AsSpan(Default.Length));
}
