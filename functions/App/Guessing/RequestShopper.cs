using Microsoft.AspNetCore.Http;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Guessing;

namespace PromoFunctions.App.Guessing;

/// <summary>Who is behind a request.</summary>
internal static class RequestShopper
{
    private const string CustomerId = "X-Customer-Id";
    private const string ClientAddress = "X-Client-Address";
    private const string ClientSession = "X-Client-Session";

    /// <summary>As the body says.</summary>
    public static Shopper Shopper(this HttpRequest request, Customer? customer, ClientInfo? client) => new(customer, client, KeyOf(request));

    /// <summary>As the headers <c>X-Customer-Id</c>, <c>X-Client-Address</c> and <c>X-Client-Session</c> say, for a request without a body.</summary>
    /// <returns>The shopper, or what is wrong with a header.</returns>
    public static (Shopper? Shopper, Problem? Problem) ShopperFromHeaders(this HttpRequest request)
    {
        var id = Header(request, CustomerId);
        var session = Header(request, ClientSession);
        var address = Header(request, ClientAddress);
        if (id?.Length > Customer.MaxNameLength)
        {
            return (null, Problem.Invalid(CustomerId, $"must have at most {Customer.MaxNameLength} characters."));
        }

        if (session?.Length > ClientInfo.MaxSessionLength)
        {
            return (null, Problem.Invalid(ClientSession, $"must have at most {ClientInfo.MaxSessionLength} characters."));
        }

        if (address is not null)
        {
            if (!ClientInfo.TryParseAddress(address, out var canonical, out var problem))
            {
                return (null, Problem.Invalid(ClientAddress, problem));
            }

            address = canonical;
        }

        return (request.Shopper(id is null ? null : Customer.Unknown with { Id = id }, new ClientInfo(address, session)), null);
    }

    private static string? Header(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 } value ? value : null;

    // As the host takes it: the header counts before the query.
    private static string KeyOf(HttpRequest request) =>
        request.Headers["x-functions-key"] is [{ } key, ..] ? key : request.Query["code"].ToString();
}
