using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PromoFunctions.App.Notices;

/// <summary>Wires what customers are told before their codes end.</summary>
internal static class NoticeServices
{
    private const int MostDays = 60;

    /// <summary>Adds the handlers. Asks for the codes, the catalogue, the preferences, the mail, the links and the customers' keys, which others add.</summary>
    /// <exception cref="InvalidOperationException">The setting is wrong; the message names it.</exception>
    public static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new NoticeSettings(TimeSpan.FromDays(Days(configuration["CodeNoticeDays"]))));
        services.AddSingleton<PlanNotice>();
        services.AddSingleton<SendNotices>();
        return services;
    }

    private static int Days(string? text) => text switch
    {
        null or "" => 3,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDays => days,
        _ => throw new InvalidOperationException($"The setting CodeNoticeDays must be a whole number of days from 0, for no notices, to {MostDays}."),
    };
}
