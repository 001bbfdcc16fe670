using System.Globalization;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>What the command line asks for.</summary>
internal sealed record RuntimeOptions
{
    public const string Usage = """
        Options:
          --port N      the port to listen on, 0 for any free one (default 7071)
          --data DIR    where everything is kept (default: data, in the repository)
          --no-demo     do not load the demo shop into an empty store
          --help        show this
        """;

    /// <summary>0 to 65535; 0 lets the system choose.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>An absolute path.</summary>
    public required string DataDirectory { get; init; }

    public bool LoadDemo { get; init; } = true;

    /// <summary>The port that is asked for first; another one is taken when it is not free.</summary>
    public int PreferredTablePort { get; init; } = 10002;

    /// <exception cref="StartupException">An option is unknown, lacks its value or has a wrong one; or help was asked for.</exception>
    public static RuntimeOptions Parse(IReadOnlyList<string> args, string repositoryRoot)
    {
        var options = new RuntimeOptions { DataDirectory = Path.Combine(repositoryRoot, "data") };
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = Split(args[i]);
            options = name switch
            {
                "--port" => options with { Port = ParsePort(Value(args, ref i, name, inline)) },
                "--data" => options with { DataDirectory = ParseDirectory(Value(args, ref i, name, inline)) },
                "--no-demo" when inline is null => options with { LoadDemo = false },
                "--help" or "-h" or "-?" => throw new StartupException(Usage, StartupException.Help),
                _ => throw new StartupException($"Unknown option '{args[i]}'.{Environment.NewLine}{Usage}", StartupException.BadArguments),
            };
        }

        return options;
    }

    private static (string Name, string? Inline) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && argument.StartsWith("--", StringComparison.Ordinal)
            ? (argument[..equals], argument[(equals + 1)..])
            : (argument, null);
    }

    private static string Value(IReadOnlyList<string> args, ref int i, string name, string? inline)
    {
        if (inline is not null)
        {
            return inline;
        }

        return i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal)
            ? args[++i]
            : throw new StartupException($"The option {name} needs a value.", StartupException.BadArguments);
    }

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? port
            : throw new StartupException($"'{text}' is no port: --port takes a number from 0 to 65535.", StartupException.BadArguments);

    private static string ParseDirectory(string text)
    {
        try
        {
            return Path.GetFullPath(text);
        }
        catch (ArgumentException)
        {
            throw new StartupException($"'{text}' is no folder that --data could name.", StartupException.BadArguments);
        }
    }
}
