using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Erasure;
using PromoFunctions.Storage.Erasure;

namespace PromoFunctions.App.Customers;

/// <summary>Wires what is asked and done about one customer.</summary>
internal static class CustomerServices
{
    /// <summary>Adds the handlers, and the places that an erasure goes through in their order. Asks for the stores of codes, redemptions, attempts, claims and mails, which others add.</summary>
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddSingleton<ShowCustomer>();
        services.AddSingleton<EraseCustomer>();
        services.AddSingleton<IErasureStore, TableErasureStore>();

        // Claims before mails: a claim that is not processed any more mails nothing.
        services.AddSingleton<EraseClaims>();
        services.AddSingleton<IPersonalData>(provider => provider.GetRequiredService<EraseClaims>());
        services.AddSingleton<IAgedClaims, TableAgedClaims>();
        services.AddSingleton<IPersonalData, EraseMails>();
        services.AddSingleton<IPersonalData, EraseCodes>();
        services.AddSingleton<IPersonalData, EraseAttempts>();
        return services;
    }
}
