using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Logging;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Settings;

public sealed class HostJsonTests : IDisposable
{
    private readonly TempFolder folder = new("hostjson");

    private string Path => System.IO.Path.Combine(folder.Path, "host.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_MinimalFile_HasTheOfficialDefaults()
    {
        var host = Load("""{ "version": "2.0" }""");
        Assert.Equal("api", host.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(30), host.FunctionTimeout);
        Assert.True(host.AutoCompleteMessages);
        Assert.Equal((16, 0, 1000), (host.MaxConcurrentCalls, host.PrefetchCount, host.MaxMessageBatchSize));
        Assert.Equal(TimeSpan.FromMinutes(5), host.MaxAutoLockRenewal);
        Assert.Empty(host.LogLevels);
    }

    [Fact]
    public void Load_WithCommentsAndAnyCase_ReadsWhatItSays()
    {
        var host = Load("""
            {
              // comments are allowed
              "version": "2.0", "functionTimeout": "00:01:30",
              "extensions": {
                "http": { "routePrefix": "/shop/" },
                "serviceBus": { "AutoCompleteMessages": false, "maxConcurrentCalls": 3, "prefetchCount": 7, "maxAutoLockRenewalDuration": "00:00:00" },
              },
              "logging": { "logLevel": { "default": "warning", "My.Category": "Trace" } }
            }
            """);
        Assert.Equal("shop", host.RoutePrefix);
        Assert.Equal(TimeSpan.FromSeconds(90), host.FunctionTimeout);
        Assert.False(host.AutoCompleteMessages);
        Assert.Equal(3, host.MaxConcurrentCalls);
        Assert.Equal(7, host.PrefetchCount);
        Assert.Equal(TimeSpan.Zero, host.MaxAutoLockRenewal);
        Assert.Equal(LogLevel.Warning, host.LogLevels["default"]);
        Assert.Equal(LogLevel.Trace, host.LogLevels["My.Category"]);
    }

    [Fact]
    public void Load_TimeoutOfMinusOne_IsNoTimeout() => Assert.Null(Load("""{ "version": "2.0", "functionTimeout": "-1" }""").FunctionTimeout);

    [Fact]
    public void Load_Broken_NamesLineAndPosition() =>
        Assert.Equal("host.json is not valid JSON at line 2, position 14.", Refused("{\n  \"version\": oops\n}"));

    [Theory]
    [InlineData("""{ }""", "version must be \"2.0\", but is missing")]
    [InlineData("""{ "version": "1.0" }""", "version must be \"2.0\", but is \"1.0\"")]
    [InlineData("""[]""", "must hold a JSON object")]
    [InlineData("""{ "version": "2.0", "extensions": 7 }""", "extensions must be an object, but is 7")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "maxConcurrentCalls": 0 } } }""", "maxConcurrentCalls must be a whole number of at least 1, but is 0")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "prefetchCount": -1 } } }""", "prefetchCount must be a whole number of at least 0")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "autoCompleteMessages": "no" } } }""", "autoCompleteMessages must be true or false")]
    [InlineData("""{ "version": "2.0", "functionTimeout": "later" }""", "functionTimeout must be a period")]
    [InlineData("""{ "version": "2.0", "logging": { "logLevel": { "default": "Loud" } } }""", "logging.logLevel.default must be one of Trace")]
    public void Load_WrongValue_NamesItAndWhatItMustBe(string json, string sentence) => Assert.Contains(sentence, Refused(json), StringComparison.Ordinal);

    [Fact]
    public void Load_NoFile_IsRefused() => Assert.Contains("host.json is missing", Assert.Throws<StartupException>(() => HostJson.Load(Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_TheRepositorysOwn_IsRead() => Assert.Equal("api", HostJson.Load(System.IO.Path.Combine(RuntimeSetup.FindRepositoryRoot(), "host.json")).RoutePrefix);

    private HostJson Load(string json)
    {
        File.WriteAllText(Path, json);
        return HostJson.Load(Path);
    }

    private string Refused(string json) => Assert.Throws<StartupException>(() => Load(json)).Message;
}
