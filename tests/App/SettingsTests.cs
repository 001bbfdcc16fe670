using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using PromoFunctions.App.Asking;
using PromoFunctions.App.Claims;
using PromoFunctions.App.Customers;
using PromoFunctions.App.Mailing;
using PromoFunctions.App.Notices;
using PromoFunctions.App.Offers;
using PromoFunctions.App.Reports;
using PromoFunctions.Storage;

namespace PromoFunctions.App.Tests;

/// <summary>What stands in the files beside the code is what the code has, no more and no less.</summary>
public sealed class SettingsTests
{
    // Read by the Functions host itself.
    private static readonly string[] OfTheHost = ["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME"];

    private static IEnumerable<MethodInfo> Functions => typeof(AppServices).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null);

    [Fact]
    public async Task Sample_OfTheSettings_HasWhatIsReadAndNothingElse()
    {
        var sample = File("local.settings.sample.json").GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString());
        var configuration = new Recording(new ConfigurationBuilder().AddInMemoryCollection(sample).Build());
        var services = new ServiceCollection();
        services.AddLogging();
        AppServices.AddShared(services.AddPromoStorage(configuration), configuration).AddPromotions().AddClaims(configuration).AddAsking().AddMail(configuration).AddOffers(configuration).AddNotices(configuration).AddCustomers().AddReports(configuration);
        await using (var provider = services.BuildServiceProvider())
        {
            foreach (var service in services.Where(service => !service.ServiceType.ContainsGenericParameters))
            {
                Assert.NotEmpty(provider.GetServices(service.ServiceType));
            }
        }

        Assert.Equal(
            OfTheHost.Concat(configuration.Read).Concat(Functions.SelectMany(OfTriggers)).Distinct().Order(StringComparer.Ordinal),
            sample.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de", "de")]
    [InlineData("fr", null)]
    [InlineData("DE", null)]
    public void StaffLanguage_IsOneThatThereIs_OrTheStartSaysWhich(string? value, string? language)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["MailFrom"] = "a@b.example", ["ShopName"] = "Tea", ["SendGridKey"] = "k", ["SendGridHost"] = "https://api.sendgrid.com", ["StaffLanguage"] = value }).Build();

        if (language is null)
        {
            var failure = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddMail(configuration));
            Assert.Equal("The setting StaffLanguage must be one of en, de.", failure.Message);
        }
        else
        {
            using var provider = new ServiceCollection().AddMail(configuration).BuildServiceProvider();
            Assert.Equal(language, provider.GetRequiredService<MailSettings>().Staff.Language);
        }
    }

    [Theory]
    [InlineData("CustomerKeySecret", "", "The setting CustomerKeySecret is missing: ")]
    [InlineData("CustomerKeySecret", "fifteen-bytes--", "The setting CustomerKeySecret has 15 bytes; it must have at least 16.")]
    [InlineData("PublicUrl", "", "The setting PublicUrl is missing: ")]
    [InlineData("PublicUrl", "shop.example.com", "The setting PublicUrl is 'shop.example.com'; it must be an absolute http or https address")]
    [InlineData("PublicUrl", "localhost:7071", "The setting PublicUrl is 'localhost:7071'; it must be an absolute http or https address")]
    [InlineData("SendGridHost", "api.sendgrid.com", "The setting SendGridHost is 'api.sendgrid.com'; it must be an absolute http or https address")]
    [InlineData("SendGridKey", "", "The setting SendGridKey is missing: ")]
    [InlineData("ShopName", "", "The setting ShopName is missing: ")]
    [InlineData("MailFrom", "", "The setting MailFrom is missing: ")]
    public void Setting_ThatIsMissingOrWrong_StopsTheStartAndIsNamed(string name, string value, string sentence)
    {
        var settings = File("local.settings.sample.json").GetProperty("Values").EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.GetString());
        settings[name] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

        var failure = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddShared(configuration).AddMail(configuration).AddOffers(configuration));

        Assert.StartsWith(sentence, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_OfTheDeployment_NameExactlyTheFunctionsThatNeedOne()
    {
        var named = File("infra/function-keys.json").EnumerateObject().SelectMany(audience => audience.Value.EnumerateArray()).Select(name => name.GetString()).Distinct();

        var keyed = Functions
            .Where(function => function.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()?.AuthLevel == AuthorizationLevel.Function))
            .Select(function => function.GetCustomAttribute<FunctionAttribute>()?.Name);
        Assert.Equal(keyed.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> OfTriggers(MethodInfo function)
    {
        foreach (var parameter in function.GetParameters())
        {
            if (parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule is { } schedule)
            {
                yield return schedule.Trim('%');
            }

            if (parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.Connection is { } connection)
            {
                yield return connection;
            }
        }
    }

    private static JsonElement File(string path)
    {
        var root = typeof(SettingsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value ?? "";
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(root, path)));
        return document.RootElement.Clone();
    }

    /// <summary>Remembers what was asked for.</summary>
    private sealed class Recording(IConfiguration inner) : IConfiguration
    {
        private readonly ConcurrentDictionary<string, bool> _read = new();

        public IEnumerable<string> Read => _read.Keys;

        public string? this[string key]
        {
            get
            {
                _read[key] = true;
                return inner[key];
            }

            set => inner[key] = value;
        }

        public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren();

        public IChangeToken GetReloadToken() => inner.GetReloadToken();

        public IConfigurationSection GetSection(string key)
        {
            _read[key] = true;
            return inner.GetSection(key);
        }
    }
}
