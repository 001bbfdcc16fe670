using Microsoft.Extensions.DependencyInjection;

namespace PromoFunctions.App.Asking;

/// <summary>Wires what explains codes.</summary>
internal static class AskingServices
{
    /// <summary>Adds the handlers. Asks for the look-up of codes, the customers' keys and a <see cref="TimeProvider"/>, which others add.</summary>
    public static IServiceCollection AddAsking(this IServiceCollection services)
    {
        services.AddSingleton<ShowTerms>();
        services.AddSingleton<AskAboutCode>();
        return services;
    }
}
