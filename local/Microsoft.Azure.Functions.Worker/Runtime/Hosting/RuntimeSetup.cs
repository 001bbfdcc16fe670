using System.Reflection;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>What a runtime is started with. The App starts from its command line; tests set what they need.</summary>
internal sealed record RuntimeSetup
{
    public required RuntimeOptions Options { get; init; }

    public required string RepositoryRoot { get; init; }

    /// <summary>The types whose methods are looked at for functions.</summary>
    public required IEnumerable<Type> Types { get; init; }

    /// <summary>Null: host.json of the repository.</summary>
    public HostJson? HostJson { get; init; }

    /// <summary>Null: infra/queues.json of the repository.</summary>
    public IReadOnlyList<QueueDescription>? Queues { get; init; }

    /// <summary>Null: infra/function-keys.json of the repository.</summary>
    public Http.FunctionKeys? Keys { get; init; }

    /// <summary>Over everything that files and environment say.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>False: nothing goes to the console.</summary>
    public bool LogToConsole { get; init; } = true;

    /// <summary>Ends the process with a sentence where it cannot start. Tests have it thrown instead.</summary>
    public bool ExitOnFailure { get; init; } = true;

    /// <summary>Azurite ends with this process, whoever else uses it: for tests.</summary>
    public bool StorageEndsWithProcess { get; init; }

    /// <summary>How long running invocations have to finish once the host stops.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a timer's lease lasts without renewal: the time a dead process's timers stand still.</summary>
    public TimeSpan TimerLease { get; init; } = TimeSpan.FromSeconds(15);

    /// <exception cref="StartupException">The arguments are wrong, or ask for help.</exception>
    public static RuntimeSetup FromCommandLine(IReadOnlyList<string> args, Assembly functions)
    {
        var root = FindRepositoryRoot();
        return new RuntimeSetup { Options = RuntimeOptions.Parse(args, root), RepositoryRoot = root, Types = functions.GetTypes() };
    }

    /// <summary>The folder that this assembly was built from.</summary>
    public static string FindRepositoryRoot() =>
        typeof(RuntimeSetup).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "RepositoryRoot")?.Value
        ?? throw new StartupException("The local runtime does not know the folder that it was built from.");
}
