using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.Azurite.Tests;

public sealed class AzuriteHostTests : IDisposable
{
    private readonly TempFolder folder = new("azurite host"); // With a space, as in many a home folder.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string RecordFile => folder.Combine("azurite.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task JoinAsync_TwoMembersOfOneFolder_ShareOneProcessThatTheLastStops()
    {
        AzuriteHost first = await JoinAsync();
        AzuriteHost second = await JoinAsync();
        Assert.Equal(first.ProcessId, second.ProcessId);
        Assert.Equal(first.TablePort, second.TablePort);

        await first.DisposeAsync();
        await first.DisposeAsync(); // Leaving twice is leaving once.
        Assert.True(await TableService.AnswersAsync(second.TablePort, Cancel));

        await second.DisposeAsync();
        Assert.Null(ProcessIdentity.StartOf(second.ProcessId));
        Assert.False(File.Exists(RecordFile));
        Assert.Empty(Directory.EnumerateFiles(folder.Combine("users")));
    }

    [Fact]
    public async Task JoinAsync_ManyAtOnce_StartOneProcess()
    {
        AzuriteHost[] hosts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => JoinAsync()));
        Assert.Single(hosts.Select(host => host.ProcessId).Distinct());

        await Task.WhenAll(hosts.Select(host => host.DisposeAsync().AsTask()));
        Assert.Null(ProcessIdentity.StartOf(hosts[0].ProcessId));
    }

    [Fact]
    public async Task JoinAsync_AfterTheStarterWasKilled_FindsItsAzuriteAndStopsItWhenLeaving()
    {
        using MemberProcess starter = await MemberProcess.StartAsync(folder.Path, Cancel);
        await starter.KillAsync(Cancel);
        Assert.True(await TableService.AnswersAsync(starter.TablePort, Cancel));

        await using (AzuriteHost host = await JoinAsync())
        {
            Assert.Equal(starter.AzuriteProcessId, host.ProcessId);
            Assert.Equal(starter.TablePort, host.TablePort);
        }

        Assert.Null(ProcessIdentity.StartOf(starter.AzuriteProcessId));
    }

    [Fact]
    public async Task EndsWithStarter_StarterKilled_EndsAzurite()
    {
        using MemberProcess starter = await MemberProcess.StartAsync(folder.Path, Cancel, endsWithStarter: true);
        await starter.KillAsync(Cancel);
        await UntilAsync(() => ProcessIdentity.StartOf(starter.AzuriteProcessId) is null);
    }

    [Fact]
    public async Task DisposeAsync_WhileAnotherProcessIsAMember_LeavesAzuriteToIt()
    {
        AzuriteHost host = await JoinAsync();
        using MemberProcess other = await MemberProcess.StartAsync(folder.Path, Cancel);
        await host.DisposeAsync();
        Assert.True(await TableService.AnswersAsync(other.TablePort, Cancel));

        await other.LeaveAsync(Cancel);
        Assert.Null(ProcessIdentity.StartOf(host.ProcessId));
    }

    [Fact]
    public async Task DisposeAsync_RightAfterAWrite_SavesIt()
    {
        await using (AzuriteHost host = await JoinAsync())
        {
            await WriteAsync(host, "kept");
        }

        await using AzuriteHost again = await JoinAsync();
        Assert.True(await ExistsAsync(again, "kept"));
    }

    [Fact]
    public async Task JoinAsync_AfterAzuriteWasKilled_StartsANewOneOnItsPortWithTheLastSave()
    {
        await using AzuriteHost witness = await JoinAsync(FreePort.Next());
        await WriteAsync(witness, "saved");
        await UntilAsync(() => File.Exists(Tables) && File.ReadAllText(Tables).Contains("saved", StringComparison.Ordinal));
        await KillAsync(witness.ProcessId);

        await using AzuriteHost host = await JoinAsync();
        Assert.NotEqual(witness.ProcessId, host.ProcessId);
        Assert.Equal(witness.TablePort, host.TablePort);
        Assert.True(await ExistsAsync(witness, "saved"));

        await host.DisposeAsync();
        await witness.DisposeAsync();
        Assert.Null(ProcessIdentity.StartOf(host.ProcessId));
    }

    [Fact]
    public async Task JoinAsync_PreferredPortTaken_TakesAnother()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using AzuriteHost host = await JoinAsync(port);
        Assert.NotEqual(port, host.TablePort);
    }

    [Fact]
    public async Task JoinAsync_PreferredPortFree_TakesIt()
    {
        int port = FreePort.Next();
        await using AzuriteHost host = await JoinAsync(port);
        Assert.Equal(port, host.TablePort);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("")]
    [InlineData("null")]
    public async Task JoinAsync_UnreadableRecord_StartsANewProcess(string content)
    {
        await File.WriteAllTextAsync(RecordFile, content, Cancel);
        await using AzuriteHost host = await JoinAsync();
        Assert.True(await TableService.AnswersAsync(host.TablePort, Cancel));
    }

    [Fact]
    public async Task JoinAsync_RecordOfAProcessWhoseIdWasGivenToAnother_StartsANewOneAndSparesTheOther()
    {
        new AzuriteRecord(Environment.ProcessId, FreePort.Next(), "another boot/1").Write(RecordFile);
        await using AzuriteHost host = await JoinAsync();
        Assert.NotEqual(Environment.ProcessId, host.ProcessId);
        Assert.True(await TableService.AnswersAsync(host.TablePort, Cancel));
    }

    [Fact]
    public async Task JoinAsync_StartedOnLinux_RunsAzuriteInASessionOfItsOwn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using AzuriteHost host = await JoinAsync();
        string stat = await File.ReadAllTextAsync($"/proc/{host.ProcessId}/stat", Cancel);
        string session = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3]; // proc(5): field 6.
        Assert.Equal($"{host.ProcessId}", session);
    }

    [Fact]
    public async Task ConnectionString_OfAHost_IsCompleteForAClient()
    {
        await using AzuriteHost host = await JoinAsync();
        Assert.Equal(
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
            $"TableEndpoint=http://127.0.0.1:{host.TablePort}/devstoreaccount1;",
            host.ConnectionString);
        await WriteAsync(host, "row");
    }

    private string Tables => folder.Combine("azurite", "__azurite_db_table__.json");

    private Task<AzuriteHost> JoinAsync(int port = 0) => AzuriteHost.JoinAsync(
        new AzuriteOptions { DataDirectory = folder.Path, PreferredTablePort = port, EndsWithStarter = true }, TextWriter.Null, Cancel);

    private static async Task WriteAsync(AzuriteHost host, string row)
    {
        var table = new TableClient(host.ConnectionString, "facts");
        await table.CreateIfNotExistsAsync(Cancel);
        await table.AddEntityAsync(new TableEntity("p", row), Cancel);
    }

    private static async Task<bool> ExistsAsync(AzuriteHost host, string row) =>
        (await new TableClient(host.ConnectionString, "facts").GetEntityIfExistsAsync<TableEntity>("p", row, cancellationToken: Cancel)).HasValue;

    private static async Task KillAsync(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await UntilAsync(() => ProcessIdentity.StartOf(pid) is null);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(50, Cancel);
        }
    }
}
