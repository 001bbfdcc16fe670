using Microsoft.Extensions.Configuration;
using PromoFunctions.App.Telemetry;

namespace PromoFunctions.App.Tests.Telemetry;

public sealed class ExportTelemetryTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector", "http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http://collector:4318", "http/json")]
    public async Task Start_WithAWrongSetting_NamesIt(string setting, string endpoint, string protocol)
    {
        using var export = Of(endpoint, protocol);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => export.StartAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith($"The setting {setting} is '", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutACollector_AsksForNothing()
    {
        using var export = Of("", "nonsense that nobody reads");

        await export.StartAsync(TestContext.Current.CancellationToken);
        await export.StopAsync(TestContext.Current.CancellationToken);
    }

    private static ExportTelemetry Of(string endpoint, string protocol) => new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
    }).Build());
}
