using System.Reflection;
using System.Text.Json;

namespace PromoFunctions.App.Tests.Deployment;

/// <summary>The files beside the code.</summary>
internal static class Repository
{
    public static string PathOf(string path) =>
        Path.Combine(typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value ?? "", path);

    public static string Text(string path) => File.ReadAllText(PathOf(path));

    public static JsonElement Json(string path)
    {
        using var document = JsonDocument.Parse(Text(path));
        return document.RootElement.Clone();
    }
}
