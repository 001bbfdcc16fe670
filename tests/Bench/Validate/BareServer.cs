using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PromoFunctions.Bench.Validate;

/// <summary>
/// What the same bodies cost without any promotion: a minimal-API endpoint that reads the request into a record and answers
/// a record of validate's shape; under another path one that reads nothing and answers bytes, as the floor.
/// </summary>
internal static class BareServer
{
    public const string Role = "bare-server";
    public const string Records = "/records";
    public const string Bytes = "/bytes";

    /// <param name="answerFile">The answer of the App, which is answered to everything.</param>
    public static async Task<int> RunAsync(string answerFile)
    {
        var bytes = await File.ReadAllBytesAsync(answerFile);
        var answer = JsonSerializer.Deserialize<AnswerBody>(bytes, JsonSerializerOptions.Web) ?? throw new InvalidDataException("No answer.");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost(Records, (RequestBody body) => body.Codes.Count <= 10 ? TypedResults.Ok(answer) : TypedResults.Ok(answer with { Valid = false }));
        app.MapPost(Bytes, async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return TypedResults.Bytes(bytes, "application/json");
        });
        await app.StartAsync();
        Console.WriteLine($"Listening on {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    internal sealed record RequestBody(IReadOnlyList<string> Codes, Cart Cart, Customer? Customer, Client? Client, DateTimeOffset? At);

    internal sealed record Cart(string Currency, string? Channel, string? Region, long Shipping, IReadOnlyList<Line> Lines);

    internal sealed record Line(string Id, string Sku, IReadOnlyList<string> Categories, int Quantity, long UnitPrice, bool OnSale);

    internal sealed record Customer(string? Id, string? Email, string? FirstName, int? OrdersPlaced, IReadOnlyList<string>? Tags);

    internal sealed record Client(string? Address, string? Session);

    internal sealed record AnswerBody(
        bool Valid,
        string Currency,
        long Subtotal,
        long Shipping,
        long Discount,
        long Total,
        IReadOnlyList<Applied> Applied,
        IReadOnlyList<Rejected> Rejected,
        IReadOnlyList<Alternative> Alternatives);

    internal sealed record Applied(string Code, string CampaignId, int Version, long Discount, long ShippingDiscount, IReadOnlyList<LineDiscount> Lines, string Summary);

    internal sealed record LineDiscount(string Id, long Discount);

    internal sealed record Rejected(string Code, IReadOnlyList<Reason> Reasons);

    internal sealed record Reason(string Code, string Message, IReadOnlyDictionary<string, JsonElement> Facts);

    internal sealed record Alternative(string Code, long Discount, string Summary);
}
