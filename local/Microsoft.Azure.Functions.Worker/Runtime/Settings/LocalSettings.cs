using System.Collections;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>
/// The app's settings, as Core Tools gives them: the <c>Values</c> of local.settings.json, or of the sample when there is none,
/// under the environment's variables. Connection strings that name the emulator are pointed at the one that runs.
/// </summary>
internal static class LocalSettings
{
    /// <exception cref="StartupException">The file is broken.</exception>
    public static IReadOnlyDictionary<string, string> Load(string repositoryRoot)
    {
        var path = Path.Combine(repositoryRoot, "local.settings.json");
        if (!File.Exists(path))
        {
            path = Path.Combine(repositoryRoot, "local.settings.sample.json");
        }

        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var name = Path.GetFileName(path);
        if (!File.Exists(path) || JsonFile.Read(path) is var root && root.Find(name, "Values") is not { })
        {
            return values;
        }

        if (root.Find(name, "IsEncrypted") is { ValueKind: JsonValueKind.True })
        {
            throw new StartupException($"{name} is encrypted; the local runtime reads plain settings (func settings decrypt).");
        }

        var section = root.Find(name, "Values");
        if (section is not { ValueKind: JsonValueKind.Object } found)
        {
            throw JsonFile.Wrong(name, "Values", "an object", section ?? default);
        }

        foreach (var property in found.EnumerateObject())
        {
            values[property.Name.Replace("__", ":", StringComparison.Ordinal)] = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString() ?? "",
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => property.Value.GetRawText(),
                JsonValueKind.Null => "",
                _ => throw JsonFile.Wrong(name, $"Values.{property.Name}", "a text", property.Value),
            };
        }

        return values;
    }

    /// <summary>The settings of the file overlaid with the environment's variables, the emulator's address filled in.</summary>
    public static Dictionary<string, string?> Resolve(IReadOnlyDictionary<string, string> file, IDictionary environment, EmulatorAddress emulator)
    {
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in file)
        {
            merged[key] = emulator.Fill(value);
        }

        foreach (DictionaryEntry variable in environment)
        {
            if (variable is { Key: string key, Value: string value })
            {
                merged[key.Replace("__", ":", StringComparison.Ordinal)] = emulator.Fill(value);
            }
        }

        return merged;
    }
}
