using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>Fills settings into the texts of binding attributes: <c>%SweepSchedule%</c>.</summary>
internal static class SettingName
{
    /// <exception cref="StartupException">A setting named does not exist.</exception>
    public static string Fill(string text, IConfiguration configuration, string function)
    {
        var result = text;
        for (var start = result.IndexOf('%', StringComparison.Ordinal); start >= 0; start = result.IndexOf('%', start))
        {
            var end = result.IndexOf('%', start + 1);
            if (end < 0)
            {
                break;
            }

            var name = result[(start + 1)..end];
            var value = configuration[name]
                ?? throw new StartupException($"Function {function} names the setting {name}, which does not exist.");
            result = string.Concat(result.AsSpan(0, start), value, result.AsSpan(end + 1));
            start += value.Length;
            if (start >= result.Length)
            {
                break;
            }
        }

        return result;
    }

    /// <summary>A connection's setting: by its name, as Azure does also under <c>AzureWebJobs</c> and <c>ConnectionStrings</c>.</summary>
    /// <exception cref="StartupException">There is none.</exception>
    public static string Connection(string? name, string fallback, IConfiguration configuration, string function)
    {
        var setting = string.IsNullOrEmpty(name) ? fallback : Fill(name, configuration, function);
        return configuration[$"AzureWebJobs{setting}"] ?? configuration[setting] ?? configuration.GetConnectionString(setting)
            ?? throw new StartupException(configuration.GetSection(setting).GetChildren().FirstOrDefault() is { Key: var part }
                ? $"Function {function} is connected by identity ({setting}__{part}), and there is no service on one machine that knows one: give {setting} a connection string."
                : $"Function {function} needs the setting {setting}, which does not exist.");
    }
}
