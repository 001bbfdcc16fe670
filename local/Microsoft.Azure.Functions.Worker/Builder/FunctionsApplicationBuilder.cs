using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects an app's settings, services and middleware.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder web;
    private readonly PreparedRuntime runtime;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];
    private bool isWeb;
    private bool hasBuilt;

    internal FunctionsApplicationBuilder(PreparedRuntime runtime)
    {
        this.runtime = runtime;
        web = BareHost.CreateBuilder(runtime);
    }

    /// <inheritdoc />
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)web).Properties;

    /// <summary>The app's settings.</summary>
    public ConfigurationManager Configuration => web.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <inheritdoc />
    public IHostEnvironment Environment => web.Environment;

    /// <inheritdoc />
    public ILoggingBuilder Logging => web.Logging;

    /// <inheritdoc />
    public IMetricsBuilder Metrics => web.Metrics;

    /// <inheritdoc cref="IHostApplicationBuilder.Services" />
    public IServiceCollection Services => web.Services;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The app is built already.</exception>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        this.middleware.Add(middleware);
        return this;
    }

    /// <inheritdoc />
    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    /// <summary>The app, ready to run.</summary>
    /// <exception cref="InvalidOperationException">The app is built already.</exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        hasBuilt = true;
        return new LocalHost(web, runtime, middleware, isWeb);
    }

    internal void ConfigureWeb()
    {
        if (middleware.Count > 0)
        {
            // The official package's own middleware stands where this call stands; behind the app's, that would see no request.
            throw new InvalidOperationException("ConfigureFunctionsWebApplication() must come before the first UseMiddleware().");
        }

        if (!isWeb)
        {
            isWeb = true;
            web.Services.AddMvcCore();
        }
    }

    private void ThrowIfBuilt()
    {
        if (hasBuilt)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}

/// <summary>Lets functions be written against ASP.NET Core.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>HTTP functions take <c>HttpRequest</c> and answer with <c>IActionResult</c> or <c>IResult</c>. Comes before any middleware.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ConfigureWeb();
        return builder;
    }
}
