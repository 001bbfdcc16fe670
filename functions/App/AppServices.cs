using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PromoFunctions.App.Attempts;
using PromoFunctions.App.Campaigns;
using PromoFunctions.App.Codes;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Health;
using PromoFunctions.App.Http;
using PromoFunctions.App.Inventory;
using PromoFunctions.App.OpenApi;
using PromoFunctions.App.Queues;
using PromoFunctions.App.Redemptions;
using PromoFunctions.App.Sweeps;
using PromoFunctions.App.Telemetry;
using PromoFunctions.App.Validation;
using PromoFunctions.App.Work;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App;

/// <summary>Wires the handlers.</summary>
internal static class AppServices
{
    private const string CustomerKeySecret = nameof(CustomerKeySecret);

    /// <summary>Adds what every feature shares.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static IServiceCollection AddShared(this IServiceCollection services, IConfiguration configuration)
    {
        var secret = Secret(configuration);
        services.AddSingleton<Endpoint>();
        services.AddSingleton(new CustomerKeys(secret));
        services.AddSingleton(new GuessSubjects(secret));
        services.AddSingleton(new CodePseudonyms(secret));
        services.AddSingleton(new SessionKeys(secret));
        services.AddSingleton<GuessGuard>();
        services.AddSingleton<RecordAttempts>();
        services.AddSingleton(_ => QueueConnection.Open(configuration));
        services.AddHostedService<TablesAtStart>();
        services.AddSingleton<IHostedService>(_ => new ExportTelemetry(configuration));
        return services;
    }

    /// <summary>Adds the storefront's and marketing's handlers, the sweep and the health check.</summary>
    public static IServiceCollection AddPromotions(this IServiceCollection services)
    {
        services.AddSingleton<TakenCodes>();
        services.AddSingleton<CodeLookup>();
        services.AddSingleton<ValidateFromMemory>();
        services.AddSingleton<ValidateCodes>();
        services.AddSingleton<IRedemptionEvents, ServiceBusRedemptionEvents>();
        services.AddSingleton<RedeemCodes>();
        services.AddSingleton<ShowRedemptions>();
        services.AddSingleton<EndHolds>();
        services.AddSingleton<RefundRedemption>();
        services.AddSingleton<SaveCampaign>();
        services.AddSingleton<ShowCampaigns>();
        services.AddSingleton<AddCodes>();
        services.AddSingleton<CodeFile>();
        services.AddSingleton<ImportCodes>();
        services.AddSingleton<ExportCodes>();
        services.AddSingleton<SetCodeStatus>();
        services.AddSingleton<SearchInventory>();
        services.AddSingleton<EndExpiredCampaigns>();
        services.AddSingleton<EndCodes>();
        services.AddSingleton<TrackWork>();
        services.AddSingleton<WatchBudgets>();
        services.AddSingleton<DescribeApi>();
        services.AddSingleton<HealthCheck>();
        services.AddSingleton<IDependencyProbe, StorageProbe>();
        services.AddSingleton<IDependencyProbe, QueueProbe>();
        return services;
    }

    /// <summary>
    /// The installation's secret. Whoever reads it does so while wiring: a start without it must fail, and not each request after.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is missing or too short; the message names the setting.</exception>
    internal static byte[] Secret(IConfiguration configuration)
    {
        var secret = Encoding.UTF8.GetBytes(Required(configuration, CustomerKeySecret, "the secret under which customers' keys are made; it must never change"));
        return secret.Length >= CustomerKeys.MinSecretLength
            ? secret
            : throw new InvalidOperationException($"The setting {CustomerKeySecret} has {secret.Length} bytes; it must have at least {CustomerKeys.MinSecretLength}.");
    }

    /// <summary>A setting that must be an address.</summary>
    /// <exception cref="InvalidOperationException">It is missing, or no http or https address; the message names it.</exception>
    internal static string RequiredAddress(IConfiguration configuration, string name, string meaning)
    {
        var value = Required(configuration, name, meaning);
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? value
            : throw new InvalidOperationException($"The setting {name} is '{value}'; it must be an absolute http or https address: {meaning}.");
    }

    /// <summary>A setting that must be there.</summary>
    /// <exception cref="InvalidOperationException">It is missing or empty; the message names it.</exception>
    internal static string Required(IConfiguration configuration, string name, string meaning) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"The setting {name} is missing: {meaning}.");
}
