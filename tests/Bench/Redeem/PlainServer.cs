using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PromoFunctions.Bench.Redeem;

/// <summary>The plain loop behind a minimal-API endpoint with the bodies of <c>POST /api/redemptions</c>.</summary>
internal static class PlainServer
{
    public const string Role = "plain-server";

    /// <summary>Which campaign a code belongs to, told by <see cref="Given"/>.</summary>
    private static readonly ConcurrentDictionary<string, string> s_campaigns = new(StringComparer.Ordinal);

    /// <summary>Makes the code of a campaign known: the last part of the path.</summary>
    public static string Given(string campaign) => "/given/" + campaign;

    public static async Task<int> RunAsync(string connectionString)
    {
        var loop = new PlainLoop(LoopInProcess.Client(connectionString), BackOff.Tuned);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost(Given("{campaign}"), (string campaign) => s_campaigns[Sample.CodeOf(campaign)] = campaign);
        app.MapPost("/api/redemptions", (RequestBody body) => RedeemAsync(loop, body));
        await app.StartAsync();
        Console.WriteLine($"Listening on {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task<IResult> RedeemAsync(PlainLoop loop, RequestBody body)
    {
        var code = body.Codes[0];
        if (!s_campaigns.TryGetValue(code, out var campaign))
        {
            return Refused(code, "unknown-code");
        }

        var customer = Sample.Hash(body.Customer?.Id ?? body.OrderId, 16);
        var applied = new Applied[] { new(code, campaign, 1, Sample.Discount, 0, [new("1", Sample.Discount)], "€5.00 off") };
        var content = Sample.Hash(customer + JsonSerializer.Serialize(body.Cart, JsonSerializerOptions.Web) + code + body.Mode, 32);
        return await loop.RedeemAsync(campaign, body.OrderId, customer, content, JsonSerializer.Serialize(applied, JsonSerializerOptions.Web)) switch
        {
            PlainEnd.Made => TypedResults.Json(Answer(body, applied), statusCode: 201),
            PlainEnd.Repeated => TypedResults.Ok(Answer(body, applied)),
            PlainEnd.OtherContent => TypedResults.Conflict(),
            PlainEnd.UsedUp => Refused(code, "used-up"),
            PlainEnd.CustomerLimit => Refused(code, "customer-limit"),
            var end => throw new InvalidOperationException($"The loop gave the end {end}."),
        };
    }

    private static AnswerBody Answer(RequestBody body, Applied[] applied) => new(
        Sample.Hash(body.OrderId, 16) + "-1", body.OrderId, "redeemed", null, "EUR", Sample.Discount, applied, DateTimeOffset.UtcNow);

    private static JsonHttpResult<RefusedBody> Refused(string code, string reason) => TypedResults.Json(new RefusedBody(422, [new(code, [new(reason)])]), statusCode: 422);

    internal sealed record RequestBody(string OrderId, IReadOnlyList<string> Codes, Cart Cart, Customer? Customer, string Mode);

    internal sealed record Cart(string Currency, string? Channel, string? Region, long Shipping, IReadOnlyList<Line> Lines);

    internal sealed record Line(string Id, string Sku, IReadOnlyList<string> Categories, int Quantity, long UnitPrice, bool OnSale);

    internal sealed record Customer(string? Id, string? Email, string? FirstName, int? OrdersPlaced, IReadOnlyList<string>? Tags);

    internal sealed record AnswerBody(
        string RedemptionId,
        string OrderId,
        string State,
        DateTimeOffset? HeldUntil,
        string Currency,
        long Discount,
        IReadOnlyList<Applied> Applied,
        DateTimeOffset RedeemedAt);

    internal sealed record Applied(string Code, string CampaignId, int Version, long Discount, long ShippingDiscount, IReadOnlyList<LineDiscount> Lines, string Summary);

    internal sealed record LineDiscount(string Id, long Discount);

    internal sealed record RefusedBody(int Status, IReadOnlyList<Rejected> Rejected);

    internal sealed record Rejected(string Code, IReadOnlyList<Reason> Reasons);

    internal sealed record Reason(string Code);
}
