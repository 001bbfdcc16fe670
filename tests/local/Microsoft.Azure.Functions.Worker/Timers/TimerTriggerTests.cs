using System.Net;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Timers;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Timers;

public sealed class TimerTriggerTests(AzuriteFixture azurite)
{
    private readonly Probe probe = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Timer_OfASchedule_RunsAtEachOccurrence()
    {
        var setup = TestApp.Setup(azurite, typeof(EverySecond)) with
        {
            Settings = new Dictionary<string, string> { ["EverySecondSchedule"] = "* * * * * *" },
        };
        await using var app = await TestApp.StartAsync(setup, probe);

        // Denser than a minute, so not monitored.
        Assert.Equal("False True", await probe.NextAsync());
        Assert.Equal("False True", await probe.NextAsync());
    }

    [Fact]
    public async Task Timer_WithRunOnStartup_RunsOnceThenKeepsItsStatus()
    {
        await using (await TestApp.StartAsync(TestApp.Setup(azurite, typeof(AtStart)), probe))
        {
            Assert.Equal("False 01-01 00:00:00", await probe.NextAsync());
        }

        Assert.False(probe.TryNext(out _));
        var row = await ReadRowAsync("AtStart");
        Assert.NotNull(row.GetDateTimeOffset("Last"));
        Assert.Equal("0 0 0 1 1 *", row.GetString("Schedule"));
    }

    [Fact]
    public async Task Timer_WhoseOccurrencePassedWhileNobodyRan_RunsAtOncePastDue()
    {
        await WriteRowAsync("Missed", "0 0 0 1 1 *");
        await using var app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(Missed)), probe);
        Assert.Equal("True", await probe.NextAsync());
    }

    [Fact]
    public async Task Timer_WithAnotherScheduleThanBefore_HasMissedNothing()
    {
        await WriteRowAsync("Rescheduled", "0 0 0 2 1 *");
        await using var app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(Rescheduled)), probe);
        Assert.Equal("False", await probe.NextAsync());
    }

    [Fact]
    public async Task Timer_ThatFails_IsTriedAsOftenAsItsAttributeSays()
    {
        await using (await TestApp.StartAsync(TestApp.Setup(azurite, typeof(Failing)), probe))
        {
            Assert.Equal("0 of 2", await probe.NextAsync());
            Assert.Equal("1 of 2", await probe.NextAsync());
            Assert.Equal("2 of 2", await probe.NextAsync());
        }

        Assert.False(probe.TryNext(out _));
    }

    [Fact]
    public async Task Timer_ThatFailed_RunsAtItsNextOccurrenceAllTheSame()
    {
        await using var app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(FailingEverySecond)), probe);
        Assert.Equal("failing", await probe.NextAsync());
        Assert.Equal("failing", await probe.NextAsync());
    }

    [Fact]
    public async Task Stop_WhileATimerRuns_WaitsForItsEnd()
    {
        await using var app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(LongRun)), probe);
        Assert.Equal("began False", await probe.NextAsync());
        var stopping = app.StopAsync(Cancellation);
        Assert.False(stopping.IsCompleted);
        probe.Gate.SetResult();
        await stopping;
        Assert.Equal("ended", await probe.NextAsync());
    }

    [Fact]
    public async Task Stop_WhileATimerRunsBeyondTheLimit_CancelsItsToken()
    {
        var setup = TestApp.Setup(azurite, typeof(LongRunToCancel)) with { DrainLimit = TimeSpan.FromMilliseconds(300) };
        await using var app = await TestApp.StartAsync(setup, probe);
        Assert.Equal("began False", await probe.NextAsync());
        await app.StopAsync(Cancellation);
        Assert.Equal("cancelled", await probe.NextAsync());
    }

    [Fact]
    public async Task Timer_OnTwoHosts_RunsOnOneAtATimeAndFailsOver()
    {
        var setup = TestApp.Setup(azurite, typeof(Exclusive)) with { TimerLease = TimeSpan.FromSeconds(3) };
        var (firstProbe, secondProbe) = (new Probe(), new Probe());
        var first = await TestApp.StartAsync(setup, firstProbe);
        Assert.Equal("ran False", await firstProbe.NextAsync());
        await using var second = await TestApp.StartAsync(setup, secondProbe);
        Assert.Equal("ran False", await firstProbe.NextAsync());
        Assert.Equal("ran False", await firstProbe.NextAsync());
        Assert.False(secondProbe.TryNext(out _));

        await first.DisposeAsync();
        Assert.Equal("ran False", await secondProbe.NextAsync());
        Assert.Equal(1, Exclusive.Most);
    }

    [Fact]
    public async Task AdminRun_OfATimer_RunsItNow()
    {
        await using var app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(OnDemand)), probe);
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("x-functions-key", "master-local");
        var response = await client.PostAsync(new Uri("/admin/functions/ondemand", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("False True", await probe.NextAsync());

        using var rubbish = new StringContent("{");
        var refused = await client.PostAsync(new Uri("/admin/functions/OnDemand", UriKind.Relative), rubbish, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Timer_WithAScheduleThatIsNone_RefusesToStart()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => TestApp.StartAsync(TestApp.Setup(azurite, typeof(BadSchedule)), probe));
        Assert.Contains("BadSchedule: 'whenever'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_DisabledBySetting_DoesNotExist()
    {
        var setup = TestApp.Setup(azurite, typeof(BadSchedule)) with
        {
            Settings = new Dictionary<string, string> { ["AzureWebJobs.BadSchedule.Disabled"] = "true" },
        };
        await using var app = await TestApp.StartAsync(setup, probe);
        using var client = app.Client();
        var functions = await client.GetStringAsync(new Uri("/admin/functions?code=master-local", UriKind.Relative), Cancellation);
        Assert.Equal("[]", functions);
    }

    private async Task<TableEntity> ReadRowAsync(string function) =>
        (await new TableClient(azurite.ConnectionString, TimerLease.TableName).GetEntityAsync<TableEntity>("timers", function, cancellationToken: Cancellation)).Value;

    private async Task WriteRowAsync(string function, string schedule)
    {
        var table = new TableClient(azurite.ConnectionString, TimerLease.TableName);
        await table.CreateIfNotExistsAsync(Cancellation);
        var last = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await table.UpsertEntityAsync(
            new TableEntity("timers", function)
            {
                ["Owner"] = "gone", ["Until"] = last, ["Schedule"] = schedule, ["Last"] = last, ["Next"] = last.AddYears(1), ["LastUpdated"] = last,
            },
            TableUpdateMode.Replace,
            Cancellation);
    }
}
