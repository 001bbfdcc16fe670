using System.Reflection;
using System.Text.Json;

namespace PromoFunctions.App.Tests.Running;

/// <summary>Files beside the code.</summary>
internal static class Repository
{
    /// <summary>Where a file of the repository lies.</summary>
    /// <param name="file">From the root.</param>
    public static string PathOf(string file) => Path.Combine(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value ?? "",
        file);

    public static string Text(string file) => File.ReadAllText(PathOf(file));

    public static JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(Text(file));
        return document.RootElement.Clone();
    }
}
