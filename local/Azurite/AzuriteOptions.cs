namespace PromoFunctions.Local.Azurite;

/// <summary>Which Azurite to join.</summary>
public sealed record AzuriteOptions
{
    /// <summary>
    /// The folder that the tables live in, made when missing. It is what identifies an Azurite: everybody who names the
    /// same folder shares one process.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// The loopback port to serve tables on, 0 to 65535; 0 takes any free one, and so does a port that somebody else
    /// has. Default: 10002, Azurite's own. An Azurite that already runs for the folder keeps the port it has.
    /// </summary>
    public int PreferredTablePort { get; init; } = 10002;

    /// <summary>Keep the tables in memory alone: nothing survives the process. Default: false.</summary>
    public bool InMemory { get; init; }

    /// <summary>
    /// Azurite ends by itself within about a second of the death of the process that started it, whoever else has
    /// joined. Meant for tests, which must leave nothing behind. Default: false: it outlives whoever started it.
    /// </summary>
    public bool EndsWithStarter { get; init; }

    /// <summary>The Node executable: a path, or a name to look up in PATH.</summary>
    internal string NodePath { get; init; } = "node";

    /// <summary>The folder of package.json and its lock file; null for the repository's.</summary>
    internal string? PackageDirectory { get; init; }
}
