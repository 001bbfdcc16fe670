using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Backtesting;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Storage.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>Wires the claims desk.</summary>
internal static class ClaimServices
{
    /// <summary>
    /// Adds the desk's handlers and adapters. Asks for the catalogue, the codes, the ledger, the calendar, the tables, the Service Bus
    /// client, the mail, the customers' keys and a <see cref="TimeProvider"/>, which others add.
    /// </summary>
    public static IServiceCollection AddClaims(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new ClaimDeskSettings(Setting(configuration, "NewsletterUrl"), Setting(configuration, "LoyaltyUrl"))
        {
            EscalationTime = EscalationTime(Setting(configuration, "EscalationHours")),
            EscalationsMailTo = Setting(configuration, "EscalationsMailTo"),
        });
        services.AddSingleton<TableClaimStore>();
        services.AddSingleton<IClaimStore>(provider => provider.GetRequiredService<TableClaimStore>());
        services.AddSingleton<IClaimDuties>(provider => provider.GetRequiredService<TableClaimStore>());
        services.AddSingleton<IClaimArchive>(provider => provider.GetRequiredService<TableClaimStore>());
        services.AddSingleton<TablePolicyStore>();
        services.AddSingleton<IPolicyStore>(provider => provider.GetRequiredService<TablePolicyStore>());
        services.AddSingleton<IPolicyRegister>(provider => provider.GetRequiredService<TablePolicyStore>());
        services.AddHostedService<ClaimTablesAtStart>();
        services.AddSingleton<IClaimQueue, ServiceBusClaimQueue>();
        services.AddSingleton<ICodeBook, CatalogCodeBook>();
        services.AddSingleton<GatherAttempts>();
        services.AddSingleton<GatherFacts>();
        services.AddSingleton<IGoodwillBook, TableGoodwillBook>();
        services.AddSingleton<FindBoundCode>();
        services.AddSingleton<GiveCode>();
        services.AddSingleton<CarryOutRuling>();
        services.AddSingleton<PayClaim>();
        services.AddSingleton<OfferAlternatives>();
        services.AddSingleton<IClaimDelivery, MailReply>();
        services.AddSingleton<IClaimEvents, ServiceBusClaimEvents>();
        services.AddSingleton<IClaimDelivery, PublishDecision>();
        services.AddSingleton<DeliverClaim>();
        services.AddSingleton<SettleClaim>();
        services.AddSingleton<ReceiveClaim>();
        services.AddSingleton<ShowClaims>();
        services.AddSingleton<ShowPolicy>();
        services.AddSingleton<SavePolicy>();
        services.AddSingleton<BacktestPolicy>();
        services.AddSingleton<ProcessClaim>();
        services.AddSingleton<IClaimPapers>(provider => provider.GetRequiredService<TableClaimStore>());
        services.AddSingleton<IDeadClaims, ServiceBusDeadClaims>();
        services.AddSingleton<FailClaim>();
        services.AddSingleton<RecordDeadClaims>();
        services.AddSingleton<AddContact>();
        services.AddSingleton<ResubmitClaim>();
        services.AddSingleton<ConcludeDecision>();
        services.AddSingleton<DecideEscalation>();
        services.AddSingleton<RemindOfEscalation>();
        services.AddSingleton<AttendClaims>();
        return services;
    }

    private static TimeSpan EscalationTime(string? hours)
    {
        const double Most = 8_760;
        return hours switch
        {
            null => TimeSpan.FromHours(24),
            _ when double.TryParse(hours, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Most => TimeSpan.FromHours(number),
            _ => throw new InvalidOperationException($"The setting EscalationHours must be a number of hours above 0, at most {Most}."),
        };
    }

    private static string? Setting(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : null;
}
