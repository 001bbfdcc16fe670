using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Deployment;

/// <summary>What is deployed is what the code reads, calls and says.</summary>
public sealed partial class InfraTests
{
    private static readonly string[] OfApplicationInsights = ["APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"];

    private static IEnumerable<ParameterInfo> Triggers => typeof(AppServices).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null).SelectMany(method => method.GetParameters());

    private static string[] Settings => BicepFile.MembersOf(BicepFile.Read("infra/modules/app.bicep").Code, "settings");

    // SettingsTests holds the sample against what the code reads. Flex Consumption has the runtime's name elsewhere, and refuses it here.
    [Fact]
    public void Settings_OfTheApp_AreThoseOfTheSample() => Assert.Equal(
        Repository.Json("local.settings.sample.json").GetProperty("Values").EnumerateObject().Select(value => value.Name).Except(["FUNCTIONS_WORKER_RUNTIME"]).Order(StringComparer.Ordinal),
        Settings.Except(OfApplicationInsights).Select(name => name.Split("__")[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Connections_OfTheApp_NameAnAddressAndTheIdentity() => Assert.Equal(
        [
            "AzureWebJobsStorage: blobServiceUri, clientId, credential",
            "PromoStorage: clientId, credential, tableServiceUri",
            "ServiceBus: clientId, credential, fullyQualifiedNamespace",
        ],
        Settings.Where(name => name.Contains("__", StringComparison.Ordinal)).Select(name => name.Split("__")).GroupBy(parts => parts[0])
            .Select(connection => $"{connection.Key}: {string.Join(", ", connection.Select(parts => parts[1]).Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));

    [Fact]
    public void Timers_OfTheApp_RunAsTheSampleSays()
    {
        var app = BicepFile.Read("infra/modules/app.bicep").Code;
        var timers = Triggers.Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule.Trim('%')).OfType<string>().Distinct().ToList();

        Assert.NotEmpty(timers);
        Assert.All(timers, timer => Assert.Contains($"{timer}: sample.{timer}\n", app, StringComparison.Ordinal));
    }

    [Fact]
    public void Queues_OfTheDeployment_AreThoseThatTheCodeUses()
    {
        var used = Directory.EnumerateFiles(Repository.PathOf("functions"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => QueueRegex().Matches(File.ReadAllText(path))).Select(match => match.Groups["queue"].Value)
            .Concat(Triggers.Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.QueueName).OfType<string>());

        Assert.Equal(
            used.Distinct().Order(StringComparer.Ordinal),
            Queues().Select(queue => queue.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Queues_OfTheDeployment_HaveEveryPropertyOfTheFile()
    {
        var bicep = BicepFile.Read("infra/modules/service-bus.bicep").Code;

        Assert.All(
            Queues().SelectMany(queue => queue.EnumerateObject()).Select(property => property.Name).Distinct(),
            property => Assert.Matches($@"\b{property}: description\.\??{property}\b", bicep));
    }

    [Fact]
    public void Queues_WithAFunction_HaveLocksThatTheHostRenewsInTime()
    {
        var bus = Repository.Json("host.json").GetProperty("extensions").GetProperty("serviceBus");
        var triggered = Triggers.Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.QueueName).OfType<string>().ToHashSet();

        Assert.False(bus.GetProperty("autoCompleteMessages").GetBoolean(), "The functions settle their messages themselves.");
        Assert.Equal(0, bus.GetProperty("prefetchCount").GetInt32());
        Assert.All(Queues().Where(queue => triggered.Contains(queue.GetProperty("name").GetString() ?? "")), queue =>
            Assert.True(
                XmlConvert.ToTimeSpan(queue.GetProperty("lockDuration").GetString() ?? "") < TimeSpan.Parse(bus.GetProperty("maxAutoLockRenewalDuration").GetString() ?? "", null),
                queue.ToString()));
    }

    [Fact]
    public void Alerts_OnLines_LookForWhatIsLogged()
    {
        var lines = Logged(typeof(AppServices).Assembly).Concat(Logged(typeof(Storage.StorageServices).Assembly)).ToDictionary(line => line.EventId);

        Assert.All(Repository.Json("infra/alerts.json").EnumerateArray(), alert =>
        {
            Assert.True(lines.TryGetValue(alert.GetProperty("event").GetInt32(), out var line), alert.ToString());
            Assert.True(line.Level >= LogLevel.Warning, alert.ToString());
            Assert.Contains(alert.GetProperty("message").GetString() ?? "?", line.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("{", alert.GetProperty("message").GetString() ?? "{", StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ErrorRate_CountsTheLinesOfFailedRequests()
    {
        var logged = Logged(typeof(AppServices).Assembly).ToDictionary(line => line.EventId, line => line.Message);
        var phrases = PhraseRegex().Matches(BicepFile.Read("infra/modules/alerts.bicep").Code).Select(match => match.Groups["phrase"].Value).ToList();

        Assert.Equal(2, phrases.Count);
        Assert.StartsWith(phrases[0], logged[1002], StringComparison.Ordinal);
        Assert.StartsWith(phrases[1], logged[1001], StringComparison.Ordinal);
    }

    private static IEnumerable<LoggerMessageAttribute> Logged(Assembly assembly) => assembly.GetTypes().Where(type => type.Name == "Log")
        .SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttributes<LoggerMessageAttribute>());

    private static JsonElement.ArrayEnumerator Queues() => Repository.Json("infra/queues.json").GetProperty("queues").EnumerateArray();

    [GeneratedRegex(@"Create(Sender|Receiver)\(""(?<queue>[^""]+)""")]
    private static partial Regex QueueRegex();

    [GeneratedRegex(@"message startswith ""(?<phrase>[^""]+)""")]
    private static partial Regex PhraseRegex();
}
