using Microsoft.Azure.Functions.Worker.Runtime.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>What is printed once everything runs.</summary>
internal static class Banner
{
    /// <summary>What runs where.</summary>
    public static async Task WriteFunctionsAsync(
        Uri address,
        IReadOnlyList<HttpRoute> routes,
        IReadOnlyList<ITriggerListener> listeners,
        TextWriter output)
    {
        var root = address.GetLeftPart(UriPartial.Authority);
        await output.WriteLineAsync();
        await output.WriteLineAsync("Functions:");
        foreach (var route in routes.OrderBy(route => route.Template, StringComparer.Ordinal))
        {
            var methods = route.Methods.Count == 0 ? "any" : string.Join(",", route.Methods);
            await output.WriteLineAsync($"  {methods,-8} {root}{route.Template}  ({route.Function})");
        }

        foreach (var listener in listeners)
        {
            await output.WriteLineAsync($"  {listener.Description}  ({listener.Function})");
        }

        await output.WriteLineAsync();
        await output.FlushAsync();
    }

    /// <summary>The last lines, so that the address stands where the eye is.</summary>
    public static async Task WriteAddressAsync(Uri address, string dataDirectory, TextWriter output)
    {
        var root = address.GetLeftPart(UriPartial.Authority);
        await output.WriteLineAsync($"Data is kept in {dataDirectory}");
        await output.WriteLineAsync($"Mail and more: {root}/local?code={FunctionKeys.Master}");
        await output.WriteLineAsync($"Listening on {root} (Ctrl-C stops)");
        await output.FlushAsync();
    }
}
