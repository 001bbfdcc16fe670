using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using PromoFunctions.App.OpenApi;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.OpenApi;

public sealed partial class ApiDocumentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_ReadBack_IsOpenApi31WithoutErrors()
    {
        var text = await TextAsync();

        Assert.Matches("^3\\.1\\.", JsonNode.Parse(text)?["openapi"]?.GetValue<string>());
        var read = OpenApiDocument.Parse(text, "json");
        Assert.Empty(read.Diagnostic?.Errors ?? []);
        Assert.NotNull(read.Document);
    }

    // That each function is described, and nothing else, is asked when the document is made.
    [Fact]
    public void Calls_NameTheAudiencesOfTheDeployment()
    {
        var opened = Repository.Json("infra/function-keys.json").EnumerateObject()
            .SelectMany(audience => audience.Value.EnumerateArray().Select(function => (Function: function.GetString() ?? "", Audience: audience.Name)))
            .GroupBy(pair => pair.Function).Select(function => $"{function.Key}: {string.Join(", ", function.Select(pair => pair.Audience).Order(StringComparer.Ordinal))}");

        Assert.Equal(
            opened.Order(StringComparer.Ordinal),
            Calls.All.Where(call => call.Keys.Length > 0).Select(call => $"{call.Function}: {string.Join(", ", call.Keys.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Examples_FitTheirSchemas()
    {
        var contract = await ContractAsync();
        var examples = contract.Operations.SelectMany(operation => Contents(operation.Value.Said).Select(content => (operation.Key, content))).Where(pair => pair.content?["example"] is not null).ToList();

        Assert.True(examples.Count >= 10, $"The document has {examples.Count} examples.");
        Assert.All(examples, pair => Assert.Empty(contract.Check.Wrong(pair.content?["example"], pair.content?["schema"], pair.Key)));
    }

    [Fact]
    public async Task References_LeadToSchemas()
    {
        var text = await TextAsync();
        var schemas = JsonNode.Parse(text)?["components"]?["schemas"]?.AsObject() ?? [];

        var named = ReferenceRegex().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();
        Assert.Empty(named.Except(schemas.Select(schema => schema.Key)));
        Assert.Empty(schemas.Select(schema => schema.Key).Except(named));
    }

    [Fact]
    public async Task WalkThrough_OfTheReadme_IsAsDescribed()
    {
        var contract = await ContractAsync();
        var steps = StepRegex().Matches(Repository.Text("README.md")).ToList();

        Assert.True(steps.Count >= 10, $"The README has {steps.Count} commands with an answer.");
        Assert.All(steps, step =>
        {
            var command = CurlCommand.Parse(step.Groups["command"].Value);
            var (_, _, said) = contract.Operations[contract.OperationOf(command.Method, command.Address.AbsolutePath)];
            var answer = JsonNode.Parse(step.Groups["answer"].Value);

            // What is printed tells its status only when it is a problem.
            var fits = (said["responses"]?.AsObject() ?? [])
                .Where(response => answer?["status"] is not JsonValue status || !status.TryGetValue<int>(out var number) || response.Key == number.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .SelectMany(response => response.Value?["content"]?.AsObject() ?? [])
                .Select(content => contract.Check.Wrong(answer, content.Value?["schema"])).OrderBy(wrong => wrong.Count).First();
            Assert.True(fits.Count == 0, $"{step.Groups["command"].Value}\n{string.Join('\n', fits)}");
            if (command.Body is { } body && answer?["status"] is not JsonValue)
            {
                Assert.Empty(contract.Check.Wrong(JsonNode.Parse(body), said["requestBody"]?["content"]?["application/json"]?["schema"]));
            }
        });
    }

    [Fact]
    public async Task Document_ForWhoHasIt_Is304()
    {
        var describe = new DescribeApi();
        var first = await describe.HandleAsync(null, Token);
        var tag = first.Headers.Single(header => header.Key == "ETag").Value;

        Assert.Equal(200, first.Status);
        Assert.Equal(304, (await describe.HandleAsync($"\"other\", W/{tag}", Token)).Status);
        Assert.Equal(304, (await describe.HandleAsync("*", Token)).Status);
        Assert.Equal(200, (await describe.HandleAsync("\"other\"", Token)).Status);
        Assert.Equal(tag, (await new DescribeApi().HandleAsync(null, Token)).Headers.Single(header => header.Key == "ETag").Value);
    }

    private static IEnumerable<JsonNode?> Contents(JsonNode operation) =>
        (operation["responses"]?.AsObject() ?? []).Select(response => response.Value).Append(operation["requestBody"])
            .SelectMany(part => part?["content"]?.AsObject().Select(content => content.Value) ?? []);

    private static Task<string> TextAsync() => ApiDocument.Make().SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, Token);

    private static async Task<ApiContract> ContractAsync() => new(JsonNode.Parse(await TextAsync()) ?? new JsonObject());

    [GeneratedRegex("\"#/components/schemas/(?<name>[^\"]+)\"")]
    private static partial Regex ReferenceRegex();

    [GeneratedRegex("```sh\\n(?<command>curl [^\\n]*)\\n```\\n```json\\n(?<answer>[^\\n]*)\\n```")]
    private static partial Regex StepRegex();
}
