using System.Text.RegularExpressions;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Deployment;

/// <summary>What a compiler would say first, for where there is none.</summary>
public sealed class BicepTests
{
    [Fact]
    public void Modules_AreCalledWithExactlyTheirParameters()
    {
        var calls = BicepFile.All().SelectMany(file => file.Modules.Select(call => (File: file.Name, call.Symbol, Target: BicepFile.Read(call.Path), call.Parameters))).ToList();

        Assert.NotEmpty(calls);
        Assert.All(calls, call =>
        {
            Assert.Empty(call.Parameters.Except(call.Target.Parameters.Keys));
            Assert.Empty(call.Target.Parameters.Where(parameter => parameter.Value).Select(parameter => parameter.Key).Except(call.Parameters));
        });
    }

    [Fact]
    public void Outputs_ThatAreAskedFor_AreThere() => Assert.All(BicepFile.All(), file =>
    {
        foreach (var (symbol, path, _) in file.Modules)
        {
            Assert.Empty(Regex.Matches(file.Code, $@"\b{symbol}\.outputs\.(?<name>\w+)").Select(match => match.Groups["name"].Value).Except(BicepFile.Read(path).Outputs));
        }
    });

    [Fact]
    public void Symbols_AreUsed() => Assert.All(BicepFile.All(), file =>
        Assert.All(
            file.Symbols.Except(file.Modules.Select(call => call.Symbol)).Except(Deployed(file)),
            symbol => Assert.True(Regex.Count(file.Code, $@"\b{symbol}\b") > 1, $"{file.Name} declares {symbol} and does not use it.")));

    [Fact]
    public void Files_ThatAreLoaded_AreThere() => Assert.All(BicepFile.All().SelectMany(file => file.Loaded), path => Assert.True(File.Exists(path), path));

    [Fact]
    public void Brackets_AreClosed() => Assert.All(BicepFile.All(), file =>
    {
        var code = Regex.Replace(file.Code, @"'''.*?'''", "''", RegexOptions.Singleline);
        var open = new Stack<char>();
        foreach (var character in code)
        {
            if (character is '(' or '[' or '{')
            {
                open.Push(character);
            }
            else if (character is ')' or ']' or '}')
            {
                Assert.True(open.TryPop(out var opening) && (opening, character) is ('(', ')') or ('[', ']') or ('{', '}'), file.Name);
            }
        }

        Assert.Empty(open);
    });

    [Fact]
    public void Parameters_OfTheDeployment_AreAllGiven() => Assert.Equal(
        BicepFile.Read("infra/main.bicep").Parameters.Keys.Order(StringComparer.Ordinal),
        Repository.Json("infra/main.parameters.json").GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).Order(StringComparer.Ordinal));

    /// <summary>A resource is there for its own sake.</summary>
    private static IEnumerable<string> Deployed(BicepFile file) =>
        Regex.Matches(file.Code, @"^resource (?<name>\w+) '[^']+' = ", RegexOptions.Multiline).Select(match => match.Groups["name"].Value);
}
