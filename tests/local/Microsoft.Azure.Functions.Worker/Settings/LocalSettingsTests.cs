using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Configuration;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Settings;

public sealed class LocalSettingsTests : IDisposable
{
    private static readonly EmulatorAddress Emulator = new(
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5PQ==;TableEndpoint=http://127.0.0.1:4711/devstoreaccount1;", 4711);

    private readonly TempFolder folder = new("settings");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_WithBothFiles_TakesTheUsersOwn()
    {
        Write("local.settings.sample.json", """{ "Values": { "A": "sample" } }""");
        Assert.Equal("sample", LocalSettings.Load(folder.Path)["A"]);
        Write("local.settings.json", """{ "Values": { "A": "own", "Number": 5, "Flag": true, "Nested__Key": "n" } }""");
        var own = LocalSettings.Load(folder.Path);
        Assert.Equal(("own", "5", "true", "n"), (own["A"], own["Number"], own["Flag"], own["Nested:Key"]));
    }

    [Fact]
    public void Load_NoFile_IsEmpty() => Assert.Empty(LocalSettings.Load(folder.Path));

    [Theory]
    [InlineData("""{ "Values": [] }""", "Values must be an object, but is a list")]
    [InlineData("""{ "Values": { "A": {} } }""", "Values.A must be a text, but is an object")]
    [InlineData("""{ "IsEncrypted": true, "Values": { "A": "x" } }""", "encrypted")]
    [InlineData("""{ "Values": """, "line 1")]
    public void Load_Broken_IsRefusedInASentence(string json, string sentence)
    {
        Write("local.settings.json", json);
        Assert.Contains(sentence, Assert.Throws<StartupException>(() => LocalSettings.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_EnvironmentAndFile_TheEnvironmentWins()
    {
        var resolved = LocalSettings.Resolve(
            new Dictionary<string, string> { ["A"] = "file", ["B"] = "file" },
            new Dictionary<string, string> { ["a"] = "environment", ["Nested__Key"] = "n" },
            Emulator);
        Assert.Equal(("environment", "file", "n"), (resolved["A"], resolved["B"], resolved["Nested:Key"]));
    }

    [Fact]
    public void Resolve_Emulators_ArePointedAtTheOneThatRuns()
    {
        var resolved = LocalSettings.Resolve(
            new Dictionary<string, string>
            {
                ["Storage"] = "UseDevelopmentStorage=true",
                ["Bus"] = "Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true;",
                ["Real"] = "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=a2V5",
            },
            new Dictionary<string, string> { ["FromEnvironment"] = "UseDevelopmentStorage=true;" },
            Emulator);
        Assert.Equal(Emulator.ConnectionString, resolved["Storage"]);
        Assert.Equal(Emulator.ConnectionString, resolved["FromEnvironment"]);
        Assert.Equal(
            "Endpoint=sb://127.0.0.1:4711/devstoreaccount1;SharedAccessKeyName=devstoreaccount1;SharedAccessKey=a2V5PQ==;UseDevelopmentEmulator=true",
            resolved["Bus"]);
        Assert.StartsWith("DefaultEndpointsProtocol=https;AccountName=shop", resolved["Real"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%Schedule%", "0 */5 * * * *")]
    [InlineData("a-%Queue%-b", "a-claims-b")]
    [InlineData("%Queue%%Queue%", "claimsclaims")]
    [InlineData("50% off", "50% off")]
    [InlineData("plain", "plain")]
    public void SettingName_InABinding_IsFilledIn(string text, string expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Schedule"] = "0 */5 * * * *", ["Queue"] = "claims" })
            .Build();
        Assert.Equal(expected, SettingName.Fill(text, configuration, "F"));
    }

    [Fact]
    public void Connection_ByIdentity_IsSaidToBeOutOfReach()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ServiceBus:fullyQualifiedNamespace", "shop.servicebus.windows.net")]).Build();

        Assert.Equal(
            "Function F is connected by identity (ServiceBus__fullyQualifiedNamespace), and there is no service on one machine that knows one: give ServiceBus a connection string.",
            Assert.Throws<StartupException>(() => SettingName.Connection("ServiceBus", "ServiceBus", configuration, "F")).Message);
    }

    [Fact]
    public void SettingName_Unknown_IsRefusedWithBothNames()
    {
        var refused = Assert.Throws<StartupException>(() => SettingName.Fill("%Missing%", new ConfigurationBuilder().Build(), "Sweep"));
        Assert.Equal("Function Sweep names the setting Missing, which does not exist.", refused.Message);
    }

    private void Write(string name, string json) => File.WriteAllText(Path.Combine(folder.Path, name), json);
}
