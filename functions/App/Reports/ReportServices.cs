using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.App.Reports.Delivery;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Reports;

namespace PromoFunctions.App.Reports;

/// <summary>Wires finance.</summary>
internal static class ReportServices
{
    /// <summary>
    /// Adds the reports' handlers and adapters. Asks for the tables, the ledger, the catalogue, the codes, the claims, the
    /// <see cref="BusinessCalendar"/>, the mail and a <see cref="TimeProvider"/>, which others add.
    /// </summary>
    public static IServiceCollection AddReports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IDayBooks, TableDayBooks>();
        services.AddSingleton<IReportStore, TableReportStore>();
        services.AddSingleton(new FinanceMailSettings(configuration["FinanceMailTo"] is { Length: > 0 } to ? to : null));
        services.AddSingleton<IReportPost, TableReportPost>();
        services.AddSingleton<MailReports>();
        services.AddSingleton<IDifferenceNotice, MailDifference>();
        services.AddSingleton<PrepareCodes>();
        services.AddSingleton<PrepareReports>();
        services.AddSingleton<ComputeReports>();
        services.AddSingleton<ShowReports>();
        return services;
    }
}
