using System.Reflection;
using Microsoft.OpenApi;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Work;
using static PromoFunctions.App.OpenApi.Shape;

namespace PromoFunctions.App.OpenApi;

/// <summary>The schemas that several sections share.</summary>
internal static class SharedShapes
{
    /// <summary>Every reason for which a code is refused.</summary>
    private static readonly string[] Refusals =
        [.. typeof(RefusalCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetRawConstantValue()).OfType<string>()];

    public static IEnumerable<(string Name, OpenApiSchema Schema)> All()
    {
        yield return ("Currency", new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Z]{3}$", Description = "ISO 4217." });
        yield return ("Code", new OpenApiSchema { Type = JsonSchemaType.String, Description = "A code as shoppers type it: spaces, hyphens and letter case do not count." });
        yield return ("CampaignId", Id(64));
        yield return ("Cart", Sent(
            Must("currency", To("Currency")),
            Must("channel", Id(Domain.Carts.Cart.MaxNameLength)),
            Must("region", Id(Domain.Carts.Cart.MaxNameLength)),
            May("shipping", Money()),
            Must("lines", List(To("CartLine"), Domain.Carts.Cart.MaxLines))));
        yield return ("CartLine", Sent(
            Must("id", Id(CartLine.MaxIdLength)),
            Must("sku", Id(CartLine.MaxNameLength)),
            Must("categories", List(Id(CartLine.MaxNameLength), CartLine.MaxCategories)),
            Must("quantity", Whole(1, CartLine.MaxQuantity)),
            Must("unitPrice", Money()),
            May("onSale", Flag())));
        yield return ("Customer", Sent(
            May("id", Id(Domain.Customers.Customer.MaxNameLength)),
            May("email", new OpenApiSchema { Type = JsonSchemaType.String, Format = "email" }),
            May("firstName", Id(Domain.Customers.Customer.MaxNameLength)),
            May("ordersPlaced", Whole(0, 1_000_000)),
            May("tags", List(Id(Domain.Customers.Customer.MaxNameLength), Domain.Customers.Customer.MaxTags))));
        yield return ("Client", Sent(May("address", Text("The shopper's IP address.")), May("session", Id(ClientInfo.MaxSessionLength))));
        yield return ("Reason", Told(Must("code", Word(Refusals)), Must("message", Text("A sentence for the shopper.")), Must("facts", Anything("What the sentence says, for programs."))));
        yield return ("Rejected", Told(Must("code", To("Code")), Must("reasons", List(To("Reason"), least: 1))));
        yield return ("Applied", Told(
            Must("code", To("Code")),
            Must("campaignId", To("CampaignId")),
            Must("version", Whole(1)),
            Must("discount", Money()),
            Must("shippingDiscount", Money()),
            Must("lines", List(Told(Must("id", Text()), Must("discount", Money())))),
            Must("summary", Text())));
        yield return ("Problem", Told(
            Must("type", Text("Stable, for programs.")),
            Must("title", Text("The same for every problem of the type.")),
            Must("status", Whole(400, 599)),
            Must("detail", Text("This very problem in a sentence.")),
            May("errors", new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "JSON pointers, or names of parameters, with what is wrong there.",
                AdditionalProperties = List(Text(), least: 1),
            }),
            May("rejected", List(To("Rejected")))));
        yield return ("Health", Told(
            Must("status", Word(["healthy", "unhealthy"])),
            Must("dependencies", List(Told(Must("name", Text()), Must("status", Word(["healthy", "unhealthy"])), Must("milliseconds", Whole())))),
            May("work", List(Told(
                Must("name", Text("The function's name.")),
                Must("state", Word<WorkState>()),
                Must("step", Text()),
                Must("done", Whole(says: "How much of the step.")),
                Must("startedAt", Instant()),
                Must("updatedAt", Instant())))),
            Must("attemptsDropped", Whole())));
    }
}
