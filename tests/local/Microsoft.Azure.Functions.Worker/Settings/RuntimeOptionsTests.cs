using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Settings;

public sealed class RuntimeOptionsTests
{
    private static readonly string Root = Path.GetTempPath();

    [Fact]
    public void Parse_Nothing_HasTheDefaults()
    {
        var options = RuntimeOptions.Parse([], Root);
        Assert.Equal((7071, true, Path.Combine(Root, "data")), (options.Port, options.LoadDemo, options.DataDirectory));
    }

    [Fact]
    public void Parse_EveryOption_InBothForms_IsRead()
    {
        var options = RuntimeOptions.Parse(["--port", "8080", "--data=elsewhere", "--no-demo"], Root);
        Assert.Equal((8080, false, Path.GetFullPath("elsewhere")), (options.Port, options.LoadDemo, options.DataDirectory));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("65535", 65535)]
    public void Parse_PortAtItsBounds_IsTaken(string text, int port) => Assert.Equal(port, RuntimeOptions.Parse(["--port", text], Root).Port);

    [Theory]
    [InlineData("--port", "65536")]
    [InlineData("--port", "-1")]
    [InlineData("--port", "http")]
    [InlineData("--port", "--no-demo")]
    [InlineData("--port")]
    [InlineData("--data")]
    [InlineData("--verbose")]
    [InlineData("--no-demo=yes")]
    [InlineData("stray")]
    public void Parse_Wrong_EndsWithCodeTwoAndASentence(params string[] args)
    {
        var refused = Assert.Throws<StartupException>(() => RuntimeOptions.Parse(args, Root));
        Assert.Equal(2, refused.ExitCode);
        Assert.NotEmpty(refused.Message);
    }

    [Fact]
    public void Parse_Help_ListsEveryOptionAndEndsWithCodeZero()
    {
        var help = Assert.Throws<StartupException>(() => RuntimeOptions.Parse(["--help"], Root));
        Assert.Equal(0, help.ExitCode);
        Assert.All(["--port", "--data", "--no-demo", "--help"], option => Assert.Contains(option, help.Message, StringComparison.Ordinal));
    }
}
