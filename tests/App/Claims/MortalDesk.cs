using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PromoFunctions.App.Claims;
using PromoFunctions.App.Customers;
using PromoFunctions.App.Mailing;
using PromoFunctions.App.Notices;
using PromoFunctions.App.Offers;
using PromoFunctions.App.Reports;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Storage;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>The App's own services as one process has them, over real tables, that dies at a call to storage or to a queue. Queues outlive it in memory.</summary>
internal sealed class MortalDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Deaths _deaths;

    public MortalDesk(AzuriteFixture azurite, Deaths deaths, TimeProvider clock, FakeMails mails, FakeClaimEvents events)
    {
        _deaths = deaths;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PromoStorage"] = azurite.ConnectionString,
            ["ServiceBus"] = azurite.ServiceBusConnectionString,
            ["CustomerKeySecret"] = "a secret of some length",
            ["PublicUrl"] = "https://shop.example",
            ["ShopName"] = "Shop",
            ["MailFrom"] = "shop@shop.example",
            ["SendGridKey"] = "key",
            ["SendGridHost"] = "https://mail.example",
        }).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddPromoStorage(configuration).AddShared(configuration).AddPromotions().AddClaims(configuration).AddMail(configuration).AddOffers(configuration).AddNotices(configuration).AddCustomers().AddReports(configuration);
        services.AddSingleton(clock);
        services.AddSingleton(new PromoTables(new(azurite.ConnectionString, Options(3)), new(azurite.ConnectionString, Options(0))));
        services.AddSingleton<IMailQueue>(new MortalMails(mails, deaths));
        services.AddSingleton<IClaimEvents>(new MortalEvents(events, deaths));
        services.AddSingleton<IRedemptionEvents, NoEvents>();
        _services = services.BuildServiceProvider();
    }

    public IClaimStore Claims => _services.GetRequiredService<IClaimStore>();

    public ICodeStore Codes => _services.GetRequiredService<ICodeStore>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task CreateTablesAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(Cancellation);
        }
    }

    /// <summary>A campaign of 5.00 off any order, with a public code.</summary>
    public async Task<(Campaign Campaign, string Code)> CampaignAsync(int total)
    {
        var body = Sample.Campaign();
        body["limits"] = new JsonObject { ["total"] = total };
        var definition = JsonInput.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), new InputErrors(), CampaignDefinition.Read) ?? throw new InvalidOperationException("The sample is valid.");
        var catalog = _services.GetRequiredService<ICampaignCatalog>();
        var code = Sample.NewCode();
        var saved = Assert.IsType<SaveCampaignOutcome.Saved>(await catalog.SaveAsync(CampaignId.Parse(Sample.NewId("m")), definition, null, Cancellation));
        Assert.Equal(AddCodeOutcome.Added, await catalog.AddPublicCodeAsync(saved.Campaign.Id, PromoCode.Parse(code), Cancellation));
        return (saved.Campaign, code);
    }

    /// <summary>Processes a message until it is done, or the process is dead.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> ProcessAsync(QueuedClaim message)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var processing = _services.GetRequiredService<ProcessClaim>().HandleAsync(message, life.Token);
        if (await Task.WhenAny(processing, _deaths.Death) != processing)
        {
            // The dead wait for nothing any more.
            await life.CancelAsync();
            await ((Task)processing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }

        try
        {
            Assert.Null(await processing);
            return true;
        }
        catch (Exception) when (_deaths.Gate.Stopped)
        {
            return false;
        }
    }

    /// <summary>Uses that a campaign has left, asked of storage.</summary>
    public async Task<long?> LeftAsync(Campaign campaign) =>
        (await _services.GetRequiredService<IRedemptionLedger>().LimitsLeftAsync(campaign, null, Cancellation)).Total;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private TableClientOptions Options(int retries)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(10) } };
        options.AddPolicy(_deaths.Gate, HttpPipelinePosition.BeforeTransport);
        return options;
    }

    private sealed class MortalMails(IMailQueue inner, Deaths deaths) : IMailQueue
    {
        public Task SendAsync(Mail mail, CancellationToken cancellationToken) => deaths.CallAsync(() => inner.SendAsync(mail, cancellationToken));

        public Task SendAgainAsync(MailTicket ticket, DateTimeOffset due, CancellationToken cancellationToken) => inner.SendAgainAsync(ticket, due, cancellationToken);
    }

    private sealed class MortalEvents(IClaimEvents inner, Deaths deaths) : IClaimEvents
    {
        public Task PublishAsync(ClaimEvent told, CancellationToken cancellationToken) => deaths.CallAsync(() => inner.PublishAsync(told, cancellationToken));
    }

    private sealed class NoEvents : IRedemptionEvents
    {
        public Task PublishAsync(LaneEvents events, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>The death of one process at one of its calls to storage or to a queue, counted together from 1.</summary>
internal sealed class Deaths
{
    private readonly TaskCompletionSource _death = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _at;
    private readonly bool _afterEffect;
    private int _calls;

    /// <param name="at">Which call; 0 for none.</param>
    /// <param name="afterEffect">Whether the call still takes effect.</param>
    public Deaths(int at, bool afterEffect)
    {
        (_at, _afterEffect) = (at, afterEffect);
        Gate = new FaultGate("desk", FaultPlan.Script((_, _) => IsLast() ? Last() : Fault.None));
    }

    /// <summary>Through which all storage requests go.</summary>
    public FaultGate Gate { get; }

    /// <summary>Ends a moment after the last call was made.</summary>
    public Task Death => _death.Task;

    /// <summary>Calls a queue.</summary>
    public async Task CallAsync(Func<Task> call)
    {
        var last = IsLast();
        if (!Gate.Stopped && !(last && !_afterEffect))
        {
            await call();
        }

        if (last)
        {
            Gate.Stop();
            Last();
        }

        if (Gate.Stopped)
        {
            throw new CrashException();
        }
    }

    private bool IsLast() => Interlocked.Increment(ref _calls) == _at;

    private Fault Last()
    {
        _ = TellAsync();
        return _afterEffect ? Fault.LandThenCrash : Fault.Crash;
    }

    /// <summary>Tells of the death once the gate is shut, so that what is to take effect does.</summary>
    private async Task TellAsync()
    {
        while (!Gate.Stopped)
        {
            await Task.Delay(1, CancellationToken.None);
        }

        _death.TrySetResult();
    }
}

/// <summary>The time of day stands until the test moves it, so that nothing grows old on a slow machine; elapsed time and timers run.</summary>
internal sealed class StandingTime : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Interlocked.Read(ref _ahead));

    public void Pass(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
