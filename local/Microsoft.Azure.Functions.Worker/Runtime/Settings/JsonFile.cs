using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>Reads the configuration files, which may hold comments, and says where a broken one is broken.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="StartupException">The file cannot be read, is no JSON, or is no JSON object.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new StartupException($"{Path.GetFileName(path)} must hold a JSON object, but holds {Describe(document.RootElement)}.");
        }
        catch (JsonException e)
        {
            throw new StartupException(
                $"{Path.GetFileName(path)} is not valid JSON at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}.", innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{Path.GetFileName(path)} cannot be read: {e.Message}", innerException: e);
        }
    }

    /// <summary>The element at the dotted path, or null where there is none or it is JSON's null.</summary>
    /// <exception cref="StartupException">A step on the way is no object.</exception>
    public static JsonElement? Find(this JsonElement root, string file, string path)
    {
        var element = root;
        var walked = "";
        foreach (var step in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(file, walked, "an object", element);
            }

            // host.json's names are matched without regard to case, as the Functions host does.
            JsonElement? found = null;
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name.Equals(step, StringComparison.OrdinalIgnoreCase))
                {
                    found = property.Value;
                }
            }

            if (found is not { ValueKind: not JsonValueKind.Null } next)
            {
                return null;
            }

            element = next;
            walked = walked.Length == 0 ? step : $"{walked}.{step}";
        }

        return element;
    }

    public static StartupException Wrong(string file, string path, string wanted, JsonElement actual) =>
        new($"{file}: {path} must be {wanted}, but is {Describe(actual)}.");

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String or JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
