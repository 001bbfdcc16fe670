using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Offers;

/// <summary>The body of <c>POST /api/offers</c>.</summary>
/// <param name="CampaignId">As sent: what cannot be an id is one that nobody has.</param>
/// <param name="Occasion">The occasion that the shop observed.</param>
/// <param name="Customer">Has an e-mail or an id; an e-mail where the offer is to be mailed.</param>
/// <param name="Send">Whether to mail it.</param>
public sealed record OfferRequest(string CampaignId, string Occasion, Customer Customer, bool Send)
{
    /// <summary>Reads the body.</summary>
    public static OfferRequest? Read(FieldReader reader)
    {
        var campaign = reader.Text("campaignId", Domain.Campaigns.CampaignId.MaxLength);
        var occasion = reader.Text("occasion", OfferRules.MaxOccasionLength);
        var send = reader.Flag("send");
        var customer = reader.Object("customer", inner => ReadCustomer(inner, mailed: send == true));
        reader.RefuseUnknown();
        if (customer is not null && CustomerIdentity.Of(customer) is null)
        {
            reader.Refuse("customer", "must have an email or an id, since the code is bound to it.");
        }

        return campaign is not null && occasion is not null && customer is not null && send is not null && !reader.Failed
            ? new(campaign, occasion, customer, send.Value)
            : null;
    }

    private static Customer? ReadCustomer(FieldReader reader, bool mailed)
    {
        var customer = Customer.Read(reader);
        if (mailed && customer is { Email: null })
        {
            reader.Refuse("email", "is required, since send is true.");
        }

        return customer;
    }
}
