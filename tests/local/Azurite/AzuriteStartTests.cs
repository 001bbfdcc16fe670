using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.Azurite.Tests;

/// <summary>What can go wrong between the wish for an Azurite and one that answers.</summary>
public sealed class AzuriteStartTests : IDisposable
{
    private const string NoDependencies = """
        { "name": "empty", "lockfileVersion": 3, "requires": true, "packages": { "": { "name": "empty" } } }
        """;

    private readonly TempFolder data = new("azurite-data");
    private readonly TempFolder package = new("azurite-package");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string OwnPackage =>
        Path.Combine(RepositoryRoot, "local", "Azurite");

    private static string RepositoryRoot => typeof(AzuriteHost).Assembly
        .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>()
        .Single(item => item.Key == "RepositoryRoot").Value ?? "";

    public void Dispose()
    {
        data.Dispose();
        package.Dispose();
    }

    [Fact]
    public async Task JoinAsync_NoNode_SaysSoAndWhatToDo()
    {
        AzuriteException error = await Assert.ThrowsAsync<AzuriteException>(() => JoinAsync(node: data.Combine("no-such-node")));
        Assert.Contains("needs Node", error.Message, StringComparison.Ordinal);
        Assert.Contains("Install Node 20 or newer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v18.20.4", "is v18.20.4")]
    [InlineData("v9.0.0", "is v9.0.0")]
    [InlineData("hello", "did not answer with a version: hello")]
    public async Task JoinAsync_NodeTooOldOrNotNode_SaysWhatItFound(string version, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for Node is a shell script.");
        string node = data.Combine("node");
        await File.WriteAllTextAsync(node, $"#!/bin/sh\necho {version}\n", Cancel);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        AzuriteException error = await Assert.ThrowsAsync<AzuriteException>(() => JoinAsync(node));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_BrokenLockFile_GivesNpmsLastLines()
    {
        await WritePackageAsync("{ broken");
        AzuriteException error = await Assert.ThrowsAsync<AzuriteException>(() => JoinAsync());
        Assert.Contains("'npm ci'", error.Message, StringComparison.Ordinal);
        Assert.Contains("npm error", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_NoLockFile_NamesIt()
    {
        AzuriteException error = await Assert.ThrowsAsync<AzuriteException>(() => JoinAsync());
        Assert.Contains(package.Combine("package-lock.json"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_AzuriteEndsAtOnce_GivesTheEndOfItsLog()
    {
        await WritePackageAsync(NoDependencies, serve: "console.error('the disk is on fire'); process.exit(3);");
        AzuriteException error = await Assert.ThrowsAsync<AzuriteException>(() => JoinAsync());
        Assert.Contains("the disk is on fire", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(data.Combine("azurite.json")));
    }

    [Fact]
    public async Task JoinAsync_LaunchFails_GivesTheReasonAndLeavesNoRecord()
    {
        await WritePackageAsync(NoDependencies);
        await File.WriteAllTextAsync(package.Combine("launch.cjs"), "console.error('no more processes'); process.exit(1);", Cancel);
        AzuriteException error = await Assert.ThrowsAsync<AzuriteException>(() => JoinAsync());
        Assert.Contains("no more processes", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(data.Combine("azurite.json")));
    }

    [Fact]
    public async Task JoinAsync_PortLostBetweenChoiceAndUse_TakesAnother()
    {
        string own = System.Text.Json.JsonSerializer.Serialize(Path.Combine(OwnPackage, "serve.cjs"));
        await WritePackageAsync(NoDependencies, serve: $$"""
            const fs = require("node:fs");
            if (!fs.existsSync("lost")) {
              fs.writeFileSync("lost", "");
              console.error("listen EADDRINUSE: address already in use");
              process.exit(1);
            }
            require({{own}});
            """);
        await using AzuriteHost host = await JoinAsync();
        Assert.True(await TableService.AnswersAsync(host.TablePort, Cancel));
        Assert.True(File.Exists(data.Combine("azurite", "lost")));
    }

    [Fact]
    public async Task JoinAsync_CancelledWhileAzuriteStarts_LeavesNoProcess()
    {
        await WritePackageAsync(NoDependencies, serve: "setInterval(() => {}, 1000);");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<AzuriteHost> joining = JoinAsync(cancellationToken: cancel.Token);
        AzuriteRecord? record;
        while ((record = AzuriteRecord.Read(data.Combine("azurite.json"))) is not { Pid: > 0 })
        {
            await Task.Delay(20, Cancel);
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining);
        Assert.Null(ProcessIdentity.StartOf(record.Pid));
        Assert.False(File.Exists(data.Combine("azurite.json")));
    }

    [Fact]
    public async Task EnsureAsync_AskedTwiceAtOnce_InstallsOnce()
    {
        await WritePackageAsync(NoDependencies);
        var progress = new StringWriter();
        await Task.WhenAll(EnsureAsync(TextWriter.Synchronized(progress)), EnsureAsync(TextWriter.Synchronized(progress)));
        await EnsureAsync(progress);
        Assert.Single(progress.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task EnsureAsync_AfterAnInstallationCutShort_InstallsAgain()
    {
        await WritePackageAsync(NoDependencies);
        string leftover = Path.Combine(Directory.CreateDirectory(package.Combine("node_modules", "half")).FullName, "file");
        await File.WriteAllTextAsync(leftover, "", Cancel);

        await EnsureAsync(TextWriter.Null);
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public async Task EnsureAsync_AfterTheLockFileChanged_InstallsAgain()
    {
        await WritePackageAsync(NoDependencies);
        await EnsureAsync(TextWriter.Null);
        await WritePackageAsync(NoDependencies + "\n");

        var progress = new StringWriter();
        await EnsureAsync(progress);
        Assert.StartsWith("Installing Azurite", progress.ToString(), StringComparison.Ordinal);
    }

    private Task<AzuriteHost> JoinAsync(string node = "node", CancellationToken? cancellationToken = null) => AzuriteHost.JoinAsync(
        new AzuriteOptions
        {
            DataDirectory = data.Path,
            PreferredTablePort = 0,
            EndsWithStarter = true,
            NodePath = node,
            PackageDirectory = package.Path,
        },
        TextWriter.Null,
        cancellationToken ?? Cancel);

    private Task<AzuriteInstallation> EnsureAsync(TextWriter progress) => AzuriteInstallation.EnsureAsync(package.Path, progress, Cancel);

    private async Task WritePackageAsync(string lockFile, string serve = "")
    {
        await File.WriteAllTextAsync(package.Combine("package.json"), """{ "name": "empty" }""", Cancel);
        await File.WriteAllTextAsync(package.Combine("package-lock.json"), lockFile, Cancel);
        await File.WriteAllTextAsync(package.Combine("serve.cjs"), serve, Cancel);
        File.Copy(Path.Combine(OwnPackage, "launch.cjs"), package.Combine("launch.cjs"), overwrite: true);
    }
}
