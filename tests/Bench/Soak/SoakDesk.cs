using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Soak;

/// <summary>What all callers share: the Apps, what was told, and what should not have been.</summary>
internal sealed class SoakDesk(Uri[] apps) : IDisposable
{
    private const int CampaignCount = 10;
    private const int Discount = 250;
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60), DefaultRequestHeaders = { { "x-functions-key", "master-local" } } };
    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow;
    private long _redemptions;
    private long _discount;
    private long _refunds;
    private int _claims;
    private SoakSums _paid = new(0, 0, 0, 0);

    /// <summary>Answers by call and status.</summary>
    public ConcurrentDictionary<string, long> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that the contract does not promise for what was sent.</summary>
    public ConcurrentQueue<string> Surprises { get; } = new();

    /// <summary>What the callers were told, and what the decided claims say.</summary>
    public SoakSums Told => new(_redemptions + _paid.Retroactive, _paid.Retroactive, _discount + _paid.Discount, _refunds);

    /// <summary>A public code.</summary>
    public static string Code(int campaign) => string.Create(CultureInfo.InvariantCulture, $"SOAK{campaign % CampaignCount}");

    /// <summary>Half of the campaigns run out, half do not.</summary>
    public async Task GivenAsync()
    {
        for (var number = 0; number < CampaignCount; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"soak-{number}");
            var limits = number % 2 == 0 ? """{ "perCustomer": 3 }""" : """{ "total": 2000, "budget": 400000 }""";
            await MustAsync(HttpMethod.Put, $"campaigns/{id}", JsonNode.Parse($$"""
                { "name": "Soak", "goal": "retention", "status": "active", "currency": "EUR",
                  "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "timeZone": "Europe/Berlin",
                  "discount": { "kind": "amount-off", "amount": {{Discount}}, "appliesTo": { "target": "order" } },
                  "conditions": [ { "kind": "minimum-subtotal", "amount": 1000 } ], "limits": {{limits}}, "combinesWith": [], "announce": {{(number < 4 ? "true" : "false")}} }
                """));
            await MustAsync(HttpMethod.Post, $"campaigns/{id}/codes", new JsonObject { ["kind"] = "public", ["code"] = Code(number) });
        }
    }

    /// <summary>Sends to one of the Apps; an answer with another status than these is a surprise.</summary>
    public async Task<(int Status, JsonNode? Body)> SendAsync(int place, string what, HttpMethod method, string path, JsonNode? body, params int[] expected)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(apps[place % apps.Length], "/api/" + path));
            if (body is not null)
            {
                request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
            }

            using var response = await _client.SendAsync(request);
            var status = (int)response.StatusCode;
            var text = await response.Content.ReadAsStringAsync();
            Answers.AddOrUpdate(string.Create(CultureInfo.InvariantCulture, $"{what} {status}"), 1, (_, count) => count + 1);
            if (!expected.Contains(status))
            {
                Surprises.Enqueue($"{what}: {status} {text}");
            }

            return (status, text.Length == 0 ? null : JsonNode.Parse(text));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            Surprises.Enqueue($"{what}: {broken.Message}");
            return (0, null);
        }
    }

    /// <summary>An order was redeemed, at once or by its confirmation.</summary>
    public void Redeemed(JsonNode? redemption)
    {
        Interlocked.Increment(ref _redemptions);
        Interlocked.Add(ref _discount, redemption?["discount"]?.GetValue<long>() ?? 0);
    }

    public void Refunded() => Interlocked.Increment(ref _refunds);

    public void Claimed() => Interlocked.Increment(ref _claims);

    /// <summary>Waits until no claim is queued, and adds up what they paid.</summary>
    public async Task<bool> ClaimsDecidedAsync()
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if ((await ListAsync("queued")).Count == 0)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        var claims = await ListAsync(null);
        var refunds = claims.SelectMany(claim => claim["remedies"]?.AsArray() ?? []).Where(remedy => remedy?["kind"]?.GetValue<string>() == "refund").ToList();
        _paid = new(0, refunds.Count, refunds.Sum(refund => refund?["amount"]?.GetValue<long>() ?? 0), 0);
        var undecided = claims.Count(claim => claim["status"]?.GetValue<string>() is "queued" or "failed");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"claims: {_claims} posted, {claims.Count} listed, {undecided} queued or failed, {refunds.Count} paid"));
        return claims.Count == _claims && undecided == 0;
    }

    /// <summary>The daily reports of the days that the run fell on.</summary>
    public async Task<(SoakSums Sums, long Difference)> ReportedAsync()
    {
        var sums = new SoakSums(0, 0, 0, 0);
        var difference = 0L;
        for (var day = DayOf(_from); day <= DayOf(DateTimeOffset.UtcNow); day = day.AddDays(1))
        {
            var report = await MustAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"reports/daily/{day:yyyy-MM-dd}"), null);
            difference += report?["control"]?["difference"]?.GetValue<long>() ?? 1;
            foreach (var row in report?["rows"]?.AsArray() ?? [])
            {
                sums = new(sums.Redemptions + Number(row, "redemptions"), sums.Retroactive + Number(row, "retroactive"), sums.Discount + Number(row, "discount"), sums.Refunds + Number(row, "refunds"));
            }
        }

        return (sums, difference);
    }

    public void Dispose() => _client.Dispose();

    private static long Number(JsonNode? row, string member) => row?[member]?.GetValue<long>() ?? 0;

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, s_zone).DateTime);

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string? status)
    {
        var found = new List<JsonNode>();
        for (var next = ""; next is not null;)
        {
            var page = await MustAsync(HttpMethod.Get, $"claims?limit=1000{(status is null ? "" : "&status=" + status)}{(next.Length == 0 ? "" : "&next=" + Uri.EscapeDataString(next))}", null);
            found.AddRange((page?["items"]?.AsArray() ?? []).OfType<JsonNode>());
            next = page?["next"]?.GetValue<string>();
        }

        return found;
    }

    private async Task<JsonNode?> MustAsync(HttpMethod method, string path, JsonNode? body)
    {
        var (status, answer) = await SendAsync(0, path.Split('?')[0], method, path, body, 200, 201);
        return status is 200 or 201 ? answer : throw new InvalidDataException($"{method} {path}: {status} {answer?.ToJsonString()}");
    }
}
