using System.Reflection;
using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an app's Program begins.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// A builder for the app's functions. Here, in the local runtime, it also reads the settings and starts storage,
    /// so that the services registered next can be told where it is. What hinders the start is said in a sentence,
    /// and the process ends: code 1, or 2 for a wrong argument.
    /// </summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        try
        {
            var functions = Assembly.GetEntryAssembly() ?? throw new StartupException("There is no entry assembly to find functions in.");

            // The official signature is synchronous, and Program's first line has nothing else to do meanwhile.
            return new FunctionsApplicationBuilder(
                PreparedRuntime.PrepareAsync(RuntimeSetup.FromCommandLine(args, functions), CancellationToken.None).GetAwaiter().GetResult());
        }
        catch (StartupException e)
        {
            StartupFailure.Exit(e);
            throw;
        }
    }
}
