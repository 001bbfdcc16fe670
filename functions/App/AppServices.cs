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
    internal const string CustomerKeySecret = nameof(CustomerKeySecret);
    internal const string SecretMeaning = "the secret under which customers' keys are made; it must never change";

    /// <summary>Adds what every feature shares.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing; the message names it.</exception>
    public static IServiceCollection AddShared(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Endpoint>();
        services.AddSingleton(_ => new CustomerKeys(Encoding.UTF8.GetBytes(Required(configuration, CustomerKeySecret, SecretMeaning))));
        services.AddSingleton(_ => new GuessSubjects(Encoding.UTF8.GetBytes(Required(configuration, CustomerKeySecret, SecretMeaning))));
        services.AddSingleton(_ => new CodePseudonyms(Encoding.UTF8.GetBytes(Required(configuration, CustomerKeySecret, SecretMeaning))));
        services.AddSingleton(_ => new SessionKeys(Encoding.UTF8.GetBytes(Required(configuration, CustomerKeySecret, SecretMeaning))));
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

    /// <summary>A setting that must be there.</summary>
    /// <exception cref="InvalidOperationException">It is missing or empty; the message names it.</exception>
    internal static string Required(IConfiguration configuration, string name, string meaning) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"The setting {name} is missing: {meaning}.");
}
