using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PromoFunctions.Storage.Telemetry;

namespace PromoFunctions.App.Telemetry;

/// <summary>
/// Sends spans and figures to an OpenTelemetry collector over OTLP when the setting <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; else nobody listens.
/// The SDKs' own sources (requests to storage and to queues) are left out: their addresses carry codes and customers' keys.
/// </summary>
internal sealed class ExportTelemetry(IConfiguration configuration) : IHostedService, IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private readonly string? _endpoint = configuration[Endpoint];
    private readonly string? _protocol = configuration[Protocol];
    private TracerProvider? _spans;
    private MeterProvider? _figures;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_endpoint is not { Length: > 0 } text)
        {
            return Task.CompletedTask;
        }

        var address = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidOperationException($"The setting {Endpoint} is '{text}', which is no http or https address.");
        var grpc = _protocol switch
        {
            null or "" or "http/protobuf" => false,
            "grpc" => true,
            var other => throw new InvalidOperationException($"The setting {Protocol} is '{other}'; it must be 'http/protobuf' or 'grpc'."),
        };
        var resource = ResourceBuilder.CreateDefault().AddService(PromoTelemetry.Name.ToLowerInvariant());
        _spans = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(PromoTelemetry.Name)
            .AddOtlpExporter(options => Aim(options, address, grpc, "v1/traces"))
            .Build();
        _figures = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(PromoTelemetry.Name, LedgerMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddOtlpExporter(options => Aim(options, address, grpc, "v1/metrics"))
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        // What happened until now is sent, as long as the collector takes it within five seconds.
        _spans?.Shutdown(5000);
        _figures?.Shutdown(5000);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _spans?.Dispose();
        _figures?.Dispose();
    }

    private static void Aim(OtlpExporterOptions options, Uri address, bool grpc, string path)
    {
        // Over HTTP each signal has a path of its own below the endpoint (OTLP 1.0, "Endpoint URLs for OTLP/HTTP").
        options.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = grpc ? address : new Uri(address.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
