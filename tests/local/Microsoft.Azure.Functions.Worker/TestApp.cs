using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests;

/// <summary>An app of a test's own functions, in this process, on a free port and the assembly's Azurite.</summary>
internal static class TestApp
{
    public static readonly FunctionKeys Keys = new(new Dictionary<string, IReadOnlyList<string>>
    {
        ["storefront"] = ["Guarded", "Shared"],
        ["helpdesk"] = ["Shared"],
        ["finance"] = [],
    });

    public static RuntimeSetup Setup(AzuriteFixture azurite, params Type[] functions) => new()
    {
        Options = new RuntimeOptions { Port = 0, DataDirectory = azurite.DataDirectory, LoadDemo = false, PreferredTablePort = 0 },
        RepositoryRoot = RuntimeSetup.FindRepositoryRoot(),
        Types = functions,
        HostJson = new HostJson(),
        Queues = [],
        Keys = Keys,
        Output = TextWriter.Null,
        LogToConsole = false,
        StorageEndsWithProcess = true,
    };

    /// <summary>Starts with the probe, which functions tell what they saw.</summary>
    public static Task<RunningApp> StartAsync(RuntimeSetup setup, Probe probe, Action<FunctionsApplicationBuilder>? configure = null) =>
        LocalRuntime.StartAsync(
            setup,
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton(probe);
                configure?.Invoke(builder);
            },
            TestContext.Current.CancellationToken);

    public static HttpClient Client(this RunningApp app) => new() { BaseAddress = app.BaseAddress };
}
