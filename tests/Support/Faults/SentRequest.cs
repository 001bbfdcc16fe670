using System.Globalization;

namespace PromoFunctions.Tests.Support.Faults;

/// <summary>A storage request as a fault plan and a record see it.</summary>
/// <param name="Process">Who sends it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query, unescaped.</param>
/// <param name="Body">The body as text; empty without one.</param>
public sealed record SentRequest(string Process, string Method, string Path, string Body)
{
    /// <summary>Whether it is an entity group transaction.</summary>
    public bool IsTransaction => Path.EndsWith("$batch", StringComparison.Ordinal);

    /// <summary>Whether it names a table: in its path, or in the first action of a transaction.</summary>
    public bool IsOn(string table) => IsTransaction
        ? Body.Contains($"/{table}(", StringComparison.Ordinal) || Body.Contains($"/{table} ", StringComparison.Ordinal)
        : Path.Contains($"/{table}(", StringComparison.Ordinal) || Path.EndsWith($"/{table}", StringComparison.Ordinal) || Path.Contains($"/{table}?", StringComparison.Ordinal);

    public override string ToString() => $"{Process} {Method} {Path}";
}

/// <summary>A request and what was done to it.</summary>
/// <param name="Number">From 1 in its process.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Fault">What it met.</param>
/// <param name="At">When, by the machine's clock.</param>
public sealed record RecordedRequest(int Number, SentRequest Request, Fault Fault, DateTime At)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"#{Number} {At:HH:mm:ss.fff} {Request}{(Fault == Fault.None ? "" : $" -> {Fault}")}");
}
