using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Preferences;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Domain.Work;
using PromoFunctions.Storage.Attempts;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Guessing;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Mailing;
using PromoFunctions.Storage.Preferences;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Storage.Work;

namespace PromoFunctions.Storage;

/// <summary>Wires the storage.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds the tables, the storage's time as the <see cref="TimeProvider"/>, the catalogue, the codes and the ledger.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Settings <c>PromoStorage</c> (a storage connection string, or <c>PromoStorage__tableServiceUri</c> and an identity) and <c>BusinessTimeZone</c> (IANA; Europe/Berlin when not set).</param>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static IServiceCollection AddPromoStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var account = new TableConnection(configuration);
        var clock = new StorageClock(TimeProvider.System);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(new BusinessCalendar(Zone(configuration["BusinessTimeZone"])));
        services.AddSingleton(new PromoTables(account.Open(Usual(clock)), account.Open(Once(clock))));
        services.AddSingleton<TableRedemptionLedger>();
        services.AddSingleton<IRedemptionLedger, NamelessLedger>();
        services.AddSingleton<ICustomerHistory, TableCustomerHistory>();
        services.AddSingleton<LedgerSweep>();
        services.AddSingleton<TableCampaignCatalog>();
        services.AddSingleton<ICampaignCatalog>(provider => provider.GetRequiredService<TableCampaignCatalog>());
        services.AddSingleton<ICodeStore, TableCodeStore>();
        services.AddSingleton<CodeEndSweep>();
        services.AddSingleton<TableWithdrawnGifts>();
        services.AddSingleton<IWithdrawnGifts>(provider => provider.GetRequiredService<TableWithdrawnGifts>());
        services.AddSingleton<IWorkBoard, TableWorkBoard>();
        services.AddSingleton<IExpiredCodes>(provider => provider.GetRequiredService<CodeEndSweep>());
        services.AddSingleton<ICodeNotices, TableCodeNotices>();
        services.AddSingleton<TableGuessLedger>();
        services.AddSingleton<IGuessLedger>(provider => provider.GetRequiredService<TableGuessLedger>());
        services.AddSingleton<ILastKnown, TableLastKnown>();
        services.AddSingleton<GuessSweep>();
        services.AddSingleton<IAttemptJournal, TableAttemptJournal>();
        services.AddSingleton<AttemptSweep>();
        services.AddSingleton<IMailStore, TableMailStore>();
        services.AddSingleton<MailSweep>();
        services.AddSingleton<IPreferenceStore, TablePreferenceStore>();
        return services;
    }

    private static TableClientOptions Usual(StorageClock clock)
    {
        var options = new TableClientOptions
        {
            // A storefront waits: five tries within a few seconds, then 503 and the shop's own retry.
            Retry = { MaxRetries = 4, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(1), NetworkTimeout = TimeSpan.FromSeconds(10) },
        };
        return Watched(options, clock);
    }

    private static TableClientOptions Once(StorageClock clock) => Watched(new() { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(10) } }, clock);

    private static TableClientOptions Watched(TableClientOptions options, StorageClock clock)
    {
        // Requests carry codes in their keys, so they are not logged or traced.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.AddPolicy(new StorageClock.Policy(clock), HttpPipelinePosition.PerRetry);
        return options;
    }

    private static TimeZoneInfo Zone(string? id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(string.IsNullOrEmpty(id) ? "Europe/Berlin" : id);
        }
        catch (TimeZoneNotFoundException)
        {
            throw new InvalidOperationException($"The setting BusinessTimeZone is '{id}', which is no IANA time zone.");
        }
    }
}
