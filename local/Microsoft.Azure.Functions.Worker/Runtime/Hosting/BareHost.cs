using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>The bare host: settings, logging by host.json, Kestrel on the loopback addresses.</summary>
internal static class BareHost
{
    public static WebApplicationBuilder CreateBuilder(PreparedRuntime runtime)
    {
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,

            // What Core Tools sets when nothing else is.
            EnvironmentName = runtime.Settings.GetValueOrDefault("AZURE_FUNCTIONS_ENVIRONMENT")
                ?? runtime.Settings.GetValueOrDefault("DOTNET_ENVIRONMENT") ?? Environments.Development,
        });
        web.Configuration.AddInMemoryCollection(runtime.Settings);
        ConfigureLogging(web.Logging, runtime);
        web.WebHost.UseKestrelCore();
        web.WebHost.ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, runtime.Port));
        web.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = runtime.Port.Take);
        web.Services.AddRouting();
        web.Services.Configure<HostOptions>(options => options.ShutdownTimeout = runtime.Setup.DrainLimit);
        web.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        web.Host.UseDefaultServiceProvider((context, options) =>
        {
            // As the official builder does under Development: a scoped service in a singleton shows here, not in production.
            options.ValidateScopes = context.HostingEnvironment.IsDevelopment();
            options.ValidateOnBuild = context.HostingEnvironment.IsDevelopment();
        });
        return web;
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel, ReservedPort port)
    {
        kestrel.AddServerHeader = false;

        // No TLS, so no HTTP/2: the rejections below are HTTP/1.1's.
        kestrel.ConfigureEndpointDefaults(listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(RejectionWriter.Install);
        });
        foreach (var address in port.Addresses)
        {
            kestrel.Listen(address, port.Port);
        }
    }

    private static void ConfigureLogging(ILoggingBuilder logging, PreparedRuntime runtime)
    {
        if (runtime.Setup.LogToConsole)
        {
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.TimestampFormat = "HH:mm:ss ";
                options.ColorBehavior = LoggerColorBehavior.Default;
            });
        }

        logging.SetMinimumLevel(LogLevel.Information);

        // These would log addresses with their values; host.json may still name them.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        foreach (var (category, level) in runtime.HostJson.LogLevels)
        {
            logging.AddFilter(category.Equals("default", StringComparison.OrdinalIgnoreCase) ? null : category, level);
        }
    }
}
