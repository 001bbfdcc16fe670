using System.Text.RegularExpressions;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Deployment;

/// <summary>What the CI workflow runs of others is what was looked at, and it may do no more than read.</summary>
public sealed partial class WorkflowTests
{
    private static string Workflow => Repository.Text(".github/workflows/ci.yml");

    [Fact]
    public void Actions_ArePinnedByCommit()
    {
        var actions = Workflow.Split('\n').Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches(PinnedRegex(), action));
    }

    [Fact]
    public void Permissions_AreToReadAlone() => Assert.Equal(
        ["permissions:", "  contents: read", ""],
        Workflow.Split('\n').SkipWhile(line => !line.Contains("permissions:", StringComparison.Ordinal)).Take(3));

    [Fact]
    public void Files_ThatAreRun_AreThere() => Assert.All(
        ScriptRegex().Matches(Workflow).Select(match => match.Value),
        script => Assert.True(File.Exists(Repository.PathOf(script)), script));

    [GeneratedRegex(@"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedRegex();

    [GeneratedRegex(@"\.github/workflows/\w+\.sh")]
    private static partial Regex ScriptRegex();
}
