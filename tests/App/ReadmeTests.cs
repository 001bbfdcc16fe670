using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests;

/// <summary>The README's walk-through, sent as it stands to a freshly loaded demo shop.</summary>
public sealed partial class ReadmeTests
{
    private const string Anything = "…";

    [Fact]
    public async Task WalkThrough_OnAFreshDemoShop_GivesTheAnswersThatArePrinted()
    {
        var steps = StepRegex().Matches(await File.ReadAllTextAsync(PathOf("README.md"), TestContext.Current.CancellationToken));
        Assert.True(steps.Count >= 10, $"The README has {steps.Count} commands with an answer.");
        using var folder = new TempFolder("readme");
        await using var app = await AppProcess.StartAsync(folder.Path, demo: true);

        int exit;
        try
        {
            foreach (Match step in steps)
            {
                var command = CurlCommand.Parse(step.Groups["command"].Value);
                var expected = JsonNode.Parse(step.Groups["answer"].Value);

                // A claim is decided moments after it was loaded, and mailed after that; everything else answers as printed at once.
                var actual = await command.SendAsync(app.Address);
                for (var tries = 0; tries < 100 && IsOnItsWay(actual, expected); tries++)
                {
                    await Task.Delay(200, TestContext.Current.CancellationToken);
                    actual = await command.SendAsync(app.Address);
                }

                Assert.True(Matches(expected, actual), $"{step.Groups["command"].Value}\nanswers\n{actual?.ToJsonString()}\nbut the README prints\n{expected?.ToJsonString()}");
            }
        }
        finally
        {
            // Its own end stops the Azurite that it started; a killed one would leave that running.
            app.Terminate();
            exit = await app.ExitAsync();
        }

        Assert.Equal(0, exit);
    }

    private static bool IsOnItsWay(JsonNode? claim, JsonNode? expected) =>
        (claim?["status"]?.ToString() == "queued" && expected?["status"]?.ToString() != "queued")
        || (claim?["audit"] is JsonArray audit && expected?["audit"] is JsonArray whole && audit.Count < whole.Count);

    private static string PathOf(string file) => Path.Combine(
        typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value ?? "",
        file);

    private static bool Matches(JsonNode? expected, JsonNode? actual) => expected switch
    {
        JsonValue value when value.ToString() == Anything => actual is JsonValue,
        JsonObject members => actual is JsonObject other
            && members.Select(member => member.Key).SequenceEqual(other.Select(member => member.Key))
            && members.All(member => Matches(member.Value, other[member.Key])),
        JsonArray and [JsonValue some] when some.ToString() == Anything => actual is JsonArray,
        JsonArray items => actual is JsonArray other && items.Count == other.Count && items.Zip(other).All(pair => Matches(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(expected, actual),
    };

    [GeneratedRegex("```sh\\n(?<command>curl [^\\n]*)\\n```\\n```json\\n(?<answer>[^\\n]*)\\n```")]
    private static partial Regex StepRegex();
}
