using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Http;

/// <summary>Valid bodies, changed at random from fixed seeds: whatever comes, the answer is one that the contract knows.</summary>
[Collection(nameof(Shop))]
public sealed class MutatedBodiesTests(Shop shop)
{
    private const int Mutations = 150;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Tokens =
    [
        "null", "true", "false", "0", "-1", "1", "1e400", "1E2", "0.1", "9007199254740993", "9223372036854775808", "-0", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud83d\"",
        "\"\\ud83d\\ude00\"", "\"\\u202e\"", "\"%00\"", "\"'\"", "\"a|b\"", "\"../..\"", "\"=1+1\"", "\"<script>\"", "[]", "{}", "[null]", "[[]]", "{\"kind\":1}", "{\"kind\":\"percent-off\"}",
        "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"1970-01-01T00:00:00Z\"", "\"2026-02-30T00:00:00Z\"",
    ];

    private static readonly int[] Known = [200, 201, 202, 204, 400, 404, 409, 413, 422];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Endpoints => Endpoint.Names;

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Body_ChangedAtRandom_IsTakenOrRefusedAsTheContractSays(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);
        var random = new Random(name.Sum(letter => letter));
        var taken = new List<Reply>();
        var wrong = new List<string>();
        for (var i = 0; i < Mutations; i++)
        {
            var body = Mutate(endpoint.Body(), random);
            var reply = await endpoint.SendAsync(body);
            var problem = reply.Status < 400 ? null : reply.WhatIsWrongAsProblem() ?? (reply.Status == 400 && reply.Places.Count == 0 ? "no place" : null);
            if (!(Known.Contains(reply.Status) || endpoint.Takes(reply.Status)) || problem is not null)
            {
                wrong.Add($"{problem}: {reply} to {Encoding.UTF8.GetString(body)}");
            }
            else if (reply.Status == 202)
            {
                taken.Add(reply);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        // What was taken must also be digested.
        foreach (var claim in taken)
        {
            Assert.Contains(await DecidedAsync(claim.TextOf("claimId")), (string[])["approved", "denied", "escalated"]);
        }
    }

    private async Task<string> DecidedAsync(string claimId)
    {
        while (true)
        {
            var status = (await shop.App.Helpdesk.GetAsync($"claims/{claimId}")).MustBe(200).TextOf("status");
            if (status != "queued")
            {
                return status;
            }

            await Task.Delay(50, Cancellation);
        }
    }

    private static byte[] Mutate(JsonObject body, Random random)
    {
        for (var changes = random.Next(3); changes >= 0; changes--)
        {
            var places = JsonPlaces.Of(body).ToList();
            if (places.Count == 0)
            {
                break;
            }

            var (pointer, _) = places[random.Next(places.Count)];
            body = random.Next(3) switch
            {
                0 => JsonPlaces.With(body, pointer, places[random.Next(places.Count)].Value.DeepClone()),
                1 => JsonPlaces.With(body, pointer, "@@" + Tokens[random.Next(Tokens.Length)]),
                _ => JsonPlaces.With(body, pointer, null),
            };
        }

        var text = body.ToJsonString(Plain);
        foreach (var token in Tokens)
        {
            text = text.Replace(JsonValue.Create("@@" + token).ToJsonString(Plain), token, StringComparison.Ordinal);
        }

        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        if (random.Next(3) == 0)
        {
            for (var flips = random.Next(4); flips >= 0; flips--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveAt(at);
                        break;
                    default:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                        break;
                }
            }
        }

        return [.. bytes];
    }
}
