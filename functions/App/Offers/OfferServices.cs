using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.App.Preferences;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.App.Offers;

/// <summary>Wires offers and what customers say about being mailed them.</summary>
internal static class OfferServices
{
    /// <summary>Adds the handlers. Asks for the catalogue, the codes, the preferences, the mail and the customers' keys, which others add.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static IServiceCollection AddOffers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new UnsubscribeLinks(
            AppServices.Secret(configuration),
            AppServices.RequiredAddress(configuration, "PublicUrl", "the address under which customers' browsers reach the functions")));
        services.AddSingleton<MakeOffer>();
        services.AddSingleton<SetPreferences>();
        services.AddSingleton<UnsubscribeCustomer>();
        return services;
    }
}
