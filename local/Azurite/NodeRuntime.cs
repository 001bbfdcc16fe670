using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PromoFunctions.Local.Azurite;

/// <summary>Finds Node and runs it and npm to their end.</summary>
internal static class NodeRuntime
{
    /// <summary>Azurite 3.35's own requirement.</summary>
    internal const int OldestMajor = 20;

    private const string HowToGetIt = "Install Node 20 or newer, see that it is in PATH, and run this again.";

    /// <summary>Checks that Node is there and new enough.</summary>
    /// <exception cref="AzuriteException">It is missing, does not run, or is older than 20.</exception>
    internal static async Task CheckAsync(string nodePath, CancellationToken cancellationToken)
    {
        Finished answer;
        try
        {
            answer = await RunAsync(nodePath, ["--version"], workingDirectory: null, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new AzuriteException($"Azurite needs Node, and '{nodePath}' could not be run. {HowToGetIt}", e);
        }

        string version = answer.Output.Trim();
        string major = version.TrimStart('v').Split('.')[0];
        if (answer.ExitCode != 0 || !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            throw new AzuriteException(
                $"Azurite needs Node, and '{nodePath} --version' did not answer with a version: {answer.LastLines()} {HowToGetIt}");
        }

        if (number < OldestMajor)
        {
            throw new AzuriteException($"Azurite needs Node {OldestMajor} or newer, and '{nodePath}' is {version}. {HowToGetIt}");
        }
    }

    /// <summary>Runs a program to its end; on cancellation it is killed with all that it started.</summary>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    internal static async Task<Finished> RunAsync(
        string program, IReadOnlyList<string> arguments, string? workingDirectory, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        process.Start();
        process.StandardInput.Close();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new Finished(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    internal sealed record Finished(int ExitCode, string Output, string Error)
    {
        /// <summary>The end of what it said, errors first, as one line for a message.</summary>
        internal string LastLines() => Tail(string.IsNullOrWhiteSpace(Error) ? Output : Error);
    }

    /// <summary>The last eight lines that say something, joined by " | ".</summary>
    internal static string Tail(string text) => string.Join(
        " | ",
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(8));
}
