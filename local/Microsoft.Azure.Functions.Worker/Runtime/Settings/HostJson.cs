using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>
/// What host.json says, as far as the local runtime follows it. Names, bounds and defaults are those of
/// https://learn.microsoft.com/azure/azure-functions/functions-host-json and functions-bindings-service-bus#hostjson-settings.
/// </summary>
internal sealed record HostJson
{
    private const string File = "host.json";

    public string RoutePrefix { get; init; } = "api";

    /// <summary>After it an invocation's token is cancelled; null: never. HTTP requests are left to their caller.</summary>
    public TimeSpan? FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    public bool AutoCompleteMessages { get; init; } = true;

    /// <summary>Messages taken ahead of their processing; 0: none.</summary>
    public int PrefetchCount { get; init; }

    /// <summary>Messages processed at once, per function.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>Messages handed over at once to a batched function.</summary>
    public int MaxMessageBatchSize { get; init; } = 1000;

    /// <summary>How long a lock is kept alive while its message is processed; zero: not at all.</summary>
    public TimeSpan MaxAutoLockRenewal { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>By category; "default" is the level of all others.</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; } = new Dictionary<string, LogLevel>();

    /// <exception cref="StartupException">The file is missing or broken, or a value is out of bounds.</exception>
    public static HostJson Load(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new StartupException($"{File} is missing: it belongs into {Path.GetDirectoryName(path)}.");
        }

        var root = JsonFile.Read(path);
        var defaults = new HostJson();
        const string bus = "extensions.serviceBus.";
        var version = Text(root, "version");
        if (version != "2.0")
        {
            throw new StartupException($"{File}: version must be \"2.0\", but is {(version is null ? "missing" : $"\"{version}\"")}.");
        }

        return new HostJson
        {
            RoutePrefix = (Text(root, "extensions.http.routePrefix") ?? defaults.RoutePrefix).Trim('/'),
            FunctionTimeout = Text(root, "functionTimeout") == "-1" ? null : Period(root, "functionTimeout", defaults.FunctionTimeout ?? TimeSpan.Zero),
            AutoCompleteMessages = Flag(root, bus + "autoCompleteMessages", defaults.AutoCompleteMessages),
            PrefetchCount = Number(root, bus + "prefetchCount", defaults.PrefetchCount, 0),
            MaxConcurrentCalls = Number(root, bus + "maxConcurrentCalls", defaults.MaxConcurrentCalls, 1),
            MaxMessageBatchSize = Number(root, bus + "maxMessageBatchSize", defaults.MaxMessageBatchSize, 1),
            MaxAutoLockRenewal = Period(root, bus + "maxAutoLockRenewalDuration", defaults.MaxAutoLockRenewal),
            LogLevels = Levels(root),
        };
    }

    private static string? Text(JsonElement root, string path) =>
        root.Find(File, path) is not { } element ? null
        : element.ValueKind == JsonValueKind.String ? element.GetString()
        : throw JsonFile.Wrong(File, path, "a text", element);

    private static bool Flag(JsonElement root, string path, bool fallback) =>
        root.Find(File, path) is not { } element ? fallback
        : element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean()
        : throw JsonFile.Wrong(File, path, "true or false", element);

    private static int Number(JsonElement root, string path, int fallback, int least) =>
        root.Find(File, path) is not { } element ? fallback
        : element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= least ? value
        : throw JsonFile.Wrong(File, path, $"a whole number of at least {least}", element);

    private static TimeSpan Period(JsonElement root, string path, TimeSpan fallback) =>
        root.Find(File, path) is not { } element ? fallback
        : element.ValueKind == JsonValueKind.String
            && TimeSpan.TryParse(element.GetString(), CultureInfo.InvariantCulture, out var period)
            && period >= TimeSpan.Zero ? period
        : throw JsonFile.Wrong(File, path, "a period hh:mm:ss", element);

    private static Dictionary<string, LogLevel> Levels(JsonElement root)
    {
        const string path = "logging.logLevel";
        var levels = new Dictionary<string, LogLevel>(StringComparer.OrdinalIgnoreCase);
        if (root.Find(File, path) is not { } element)
        {
            return levels;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            throw JsonFile.Wrong(File, path, "an object", element);
        }

        foreach (var property in element.EnumerateObject())
        {
            levels[property.Name] = property.Value.ValueKind == JsonValueKind.String
                && Enum.TryParse<LogLevel>(property.Value.GetString(), ignoreCase: true, out var level) && Enum.IsDefined(level)
                    ? level
                    : throw JsonFile.Wrong(File, $"{path}.{property.Name}", "one of " + string.Join(", ", Enum.GetNames<LogLevel>()), property.Value);
        }

        return levels;
    }
}
