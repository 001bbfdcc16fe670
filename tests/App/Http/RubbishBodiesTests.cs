using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Http;

/// <summary>Bodies that no client of good will sends: each is refused with the place named, and nothing of the inside is told.</summary>
[Collection(nameof(Shop))]
public sealed class RubbishBodiesTests(Shop shop)
{
    private const int MostBytes = 1_000_000;
    private const string Mark = "@@rubbish@@";

    // Tokens as they go over the wire; each is wrong wherever such a value stands.
    private static readonly string Long = $"\"{new string('x', 100_000)}\"";
    private static readonly string[] ForText = ["5", "true", "[]", "{}", Long, $"\"{new string('x', 10_001)}\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\xff\"", "\"\"", "\" \""];
    private static readonly string[] ForNumber = ["\"5\"", "true", "[]", "{}", "-1", "-0.5", "1.23456789", "1e999", "-1e999", "99999999999999999999", "9223372036854775807", Long];
    private static readonly string[] ForFlag = ["\"true\"", "1", "[]", "{}"];
    private static readonly string[] ForObject = ["5", "\"x\"", "[]", "true"];
    private static readonly string[] ForList = ["5", "\"x\"", "{}", "false", "[[]]", $"[{string.Join(',', Enumerable.Repeat("{}", 2_000))}]"];

    public static TheoryData<string> Endpoints => Endpoint.Names;

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Value_OfAWrongKindAnywhere_Is400AndItsPlaceIsNamed(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);
        var body = endpoint.Body();
        var wrong = new List<string>();
        foreach (var (pointer, value) in JsonPlaces.Of(body))
        {
            foreach (var rubbish in RubbishFor(value))
            {
                var text = JsonPlaces.With(body, pointer, Mark).ToJsonString().Replace($"\"{Mark}\"", rubbish, StringComparison.Ordinal);

                // Latin-1, so that ÿ becomes the byte 255, which no UTF-8 has; the rest is ASCII.
                var reply = await endpoint.SendAsync(Encoding.Latin1.GetBytes(text));
                if (reply.Status != 400
                    || reply.WhatIsWrongAsProblem() is not null
                    || !reply.Places.Any(place => place == pointer || place.StartsWith(pointer + "/", StringComparison.Ordinal)))
                {
                    wrong.Add($"{pointer} = {rubbish[..Math.Min(30, rubbish.Length)]}: {reply.Status} {reply.WhatIsWrongAsProblem()} {reply.Text[..Math.Min(300, reply.Text.Length)]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Member_Unknown_IsRefusedByName(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);
        var body = endpoint.Body();
        foreach (var pointer in JsonPlaces.Of(body).Where(place => place.Value is JsonObject).Select(place => place.Pointer).Prepend(""))
        {
            var reply = await endpoint.SendAsync(Encoding.UTF8.GetBytes(JsonPlaces.With(body, pointer + "/surprise", 1).ToJsonString()));
            Assert.Equal([pointer + "/surprise"], reply.MustBeProblem(400).Places);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Member_NamedTwice_IsRefusedByName(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);
        var body = endpoint.Body();
        foreach (var (member, value) in body)
        {
            var text = body.ToJsonString();
            var twice = $"{text[..^1]},\"{member}\":{value?.ToJsonString() ?? "null"}}}";
            Assert.Equal(["/" + member], (await endpoint.SendAsync(Encoding.UTF8.GetBytes(twice))).MustBeProblem(400).Places);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Body_CutAnywhere_Is400(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);
        var body = Encoding.UTF8.GetBytes(endpoint.Body().ToJsonString());
        for (var length = 0; length < body.Length; length += 1 + (body.Length / 60))
        {
            Assert.Equal([""], (await endpoint.SendAsync(body[..length])).MustBeProblem(400).Places);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Body_ThatIsNoJsonObject_Is400(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);
        var valid = endpoint.Body().ToJsonString();
        byte[][] bodies =
        [
            .. new[]
            {
                "", " ", "[]", "\"x\"", "5", "null", "true", "}", "{'a':1}", "{\"a\"}", "{\"a\":1,}", "{a:1}", "NaN", valid + valid, valid + ",", "/* */" + valid,
                $"[{valid}]", "<a/>", "a=1&b=2", "\uFEFF", new string('[', 100_000), string.Concat(Enumerable.Repeat("{\"a\":", 100_000)),
                string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40), "{\"\\ud800\":1}", "{\"a\\ud800\":1,\"a\\ud800\":2}", "{\"\\u0000\":1}",
                $"{{\"{new string('x', 100_000)}\":1}}",
            }.Select(Encoding.UTF8.GetBytes),
            Encoding.Unicode.GetBytes(valid),
            [0], [255, 254, 0], [(byte)'{', (byte)'"', 255, (byte)'"', (byte)':', (byte)'1', (byte)'}'], [0xF0, 0x9F], [.. Encoding.UTF8.GetBytes(valid), 0],
        ];

        foreach (var body in bodies)
        {
            Assert.NotEmpty((await endpoint.SendAsync(body)).MustBeProblem(400).Places);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Body_OverAMegabyte_Is413HoweverItIsSent(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);
        var valid = endpoint.Body().ToJsonString();
        foreach (var length in new[] { MostBytes + 1, 2_000_000 })
        {
            var body = Encoding.ASCII.GetBytes(valid.PadRight(length));
            (await endpoint.SendAsync(body)).MustBeProblem(413);

            using var chunks = new Chunked(body);
            (await endpoint.Caller.SendAsync(endpoint.Method, endpoint.Path, chunks)).MustBeProblem(413);
        }

        var most = await endpoint.SendAsync(Encoding.ASCII.GetBytes(valid.PadRight(MostBytes)));
        Assert.True(endpoint.Takes(most.Status), most.ToString());
    }

    [Fact]
    public async Task Quantities_ThatOverflowTheirLineOrTheCart_AreRefusedWhereTheyStand()
    {
        var body = Sample.Validation("ANY");
        var line = body["cart"]?["lines"]?[0]?.AsObject() ?? throw new InvalidOperationException("The sample has a line.");
        (line["quantity"], line["unitPrice"]) = (1_000_000_000, 1_000_000_000_000);
        Assert.Equal(["/cart/lines/0/quantity"], (await shop.App.Storefront.PostAsync("codes/validate", body)).MustBeProblem(400).Places);

        (line["quantity"], line["unitPrice"]) = (1, 900_000_000_000_000);
        var lines = new JsonArray(Enumerable.Range(0, 500).Select(i => JsonPlaces.With(line, "/id", $"{i}")).ToArray<JsonNode>());
        body["cart"] = JsonPlaces.With(Sample.Cart(), "/lines", lines);
        Assert.StartsWith("/cart/lines/", Assert.Single((await shop.App.Storefront.PostAsync("codes/validate", body)).MustBeProblem(400).Places), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("XXX1")]
    [InlineData("ZZZ")]
    [InlineData("eur€")]
    [InlineData("DM")]
    public async Task Currency_Unknown_IsRefusedWhereItStands(string currency)
    {
        var body = Sample.Validation("ANY");
        body["cart"] = JsonPlaces.With(Sample.Cart(), "/currency", currency);
        Assert.Equal(["/cart/currency"], (await shop.App.Storefront.PostAsync("codes/validate", body)).MustBeProblem(400).Places);

        Assert.Equal(["/currency"], (await shop.App.Marketing.PutAsync("campaigns/x", JsonPlaces.With(Sample.Campaign(), "/currency", currency))).MustBeProblem(400).Places);
    }

    [Fact]
    public async Task Lists_LongerThanAllowed_AreRefusedWhereTheyStand()
    {
        var body = Sample.Validation(Enumerable.Range(0, 11).Select(i => $"CODE{i}"));
        Assert.Equal(["/codes"], (await shop.App.Storefront.PostAsync("codes/validate", body)).MustBeProblem(400).Places);

        var lines = new JsonArray(Enumerable.Range(0, 501).Select(i => new JsonObject { ["id"] = $"{i}", ["sku"] = "x", ["categories"] = new JsonArray(), ["quantity"] = 1, ["unitPrice"] = 1 }).ToArray<JsonNode>());
        body = Sample.Validation("ANY");
        body["cart"] = JsonPlaces.With(Sample.Cart(), "/lines", lines);
        Assert.Equal(["/cart/lines"], (await shop.App.Storefront.PostAsync("codes/validate", body)).MustBeProblem(400).Places);
    }

    private static string[] RubbishFor(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => ForText,
        JsonValueKind.Number => ForNumber,
        JsonValueKind.True or JsonValueKind.False => ForFlag,
        JsonValueKind.Object => ForObject,
        JsonValueKind.Array => ForList,
        _ => [],
    };

    /// <summary>A body whose length is not told beforehand.</summary>
    private sealed class Chunked(byte[] body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
