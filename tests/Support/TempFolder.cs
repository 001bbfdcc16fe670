namespace PromoFunctions.Tests.Support;

/// <summary>A new empty folder under the system's temporary one, deleted with all that is in it on dispose.</summary>
public sealed class TempFolder : IDisposable
{
    /// <param name="purpose">Part of the name, for whoever looks at the folder while the test runs.</param>
    public TempFolder(string purpose) =>
        Path = Directory.CreateTempSubdirectory($"promofunctions-{purpose}-").FullName;

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The path of something in it, which need not exist.</summary>
    public string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
