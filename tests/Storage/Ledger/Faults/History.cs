using System.Collections.Concurrent;
using System.Collections.Immutable;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Storage.Tests.Ledger.Delivery;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>A bug that a history is run with, to see whether it is found.</summary>
internal enum Planted
{
    None,

    /// <summary>The head is written whatever it has become.</summary>
    BlindHead,

    /// <summary>Transactions are acknowledged before they are sent.</summary>
    EarlyAcknowledgement,

    /// <summary>Every tenth transaction leaves the head as it is.</summary>
    HeadLeftOut,

    /// <summary>Outbox rows are never deleted.</summary>
    OutboxKept,

    /// <summary>What a head was told of releases is overlooked and overwritten.</summary>
    ReleaseOverlooked,

    /// <summary>Buckets of customers are written whatever they have become.</summary>
    BlindBuckets,

    /// <summary>No row of a lane tells that it has booked a refund.</summary>
    RefundUntold,

    /// <summary>No row of a lane tells that a share from another one has arrived.</summary>
    ShareUntold,
}

/// <summary>One random history: clients on several processes, with faults and deaths; then recovery by a process that was not there.</summary>
internal sealed partial class History(int seed, HistoryWorld world, Planted planted)
{
    private readonly TimeProvider _clock = world.Clock;

    /// <summary>How long a request may take by the clock of its world, so that no busy machine makes it late: a minute on the emulator.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(50);
    private readonly Random _random = new(seed ^ 0x5eed);
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly ConcurrentDictionary<string, int> _revisions = new();
    private readonly ConcurrentDictionary<string, string> _told = new();
    private readonly List<FaultyProcess> _all = [];
    private readonly Lock _gate = new();
    private FaultyProcess[] _processes = [];
    private int _names;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>When a history begins: around it a business day ends.</summary>
    public static DateTimeOffset StartOf(int seed) => new DateTimeOffset(2026, 11, 20, 22, 59, 30, TimeSpan.Zero).AddSeconds(seed % 40);

    public HistoryScript Script { get; } = new(seed, world.Tag);

    /// <summary>What was published.</summary>
    public EventRecorder Events { get; } = new();

    public IReadOnlyCollection<Answer> Answers => _answers;

    /// <summary>Runs it and answers what is wrong; nothing when all invariants held.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var run = RunToTheEndAsync();
        return await Task.WhenAny(run, world.Exhausted) == run ? await run : ["It does not end: requests and pauses go on and on."];
    }

    private async Task<IReadOnlyList<string>> RunToTheEndAsync()
    {
        await using (var setup = Recorded("setup"))
        {
            await setup.Tables.CreateAsync(Token);
            foreach (var campaign in Script.Campaigns)
            {
                await setup.Tables.Catalog.AddEntityAsync(new TableEntity(CampaignRow.Partition, CampaignRow.KeyOf(campaign.Id))
                {
                    [CampaignRow.Revision] = 1,
                    [CampaignRow.Currency] = "EUR",
                    [CampaignRow.Total] = campaign.Total,
                    [CampaignRow.Budget] = campaign.Budget,
                    [CampaignRow.PerCustomer] = campaign.PerCustomer,
                    ["Lanes"] = campaign.Lanes,
                });
                _revisions[campaign.Id] = 1;
                _limits[campaign.Id] = new(await SavedAsync(setup, campaign.Id));
                foreach (var (i, code) in campaign.Codes.Index())
                {
                    // Every other one is a batch's, whose chunk keeps account of it.
                    await setup.Tables.Codes.AddEntityAsync(CodeRow.Of(new IssuedCode(code, CampaignId.Parse(campaign.Id), CodeKind.Unique) { Batch = i % 2 == 0 ? null : BatchId.Parse(HistoryScript.Batch) }));
                }
            }
        }

        var rate = _random.Next(3) switch { 0 => 0, 1 => 0.03, _ => 0.12 };
        _processes = [.. Enumerable.Range(0, 2 + _random.Next(2)).Select(i => Start($"p{i}", rate, _random.Next(2) == 0 ? 1 + _random.Next(60) : 0))];
        await Task.WhenAll(Script.Clients.Select((steps, client) => Task.Run(async () =>
        {
            foreach (var step in steps)
            {
                await ActAsync(step, Process(client), rate);
            }
        })));

        // Some go in good order, the others die as they stand.
        var ends = _processes.Select(process => _random.Next(2) == 0 ? process.DisposeAsync().AsTask() : Kill(process)).ToList();
        await Task.WhenAll(ends);
        await Task.WhenAll(_all.Select(process => process.Gate.SettleAsync()));
        var check = new HistoryCheck(this, () => Recorded("recovery"), world);
        try
        {
            return await check.RunAsync();
        }
        catch (TimeoutException late)
        {
            // Nothing injects faults any more, so a request that waits for ever is as wrong as a wrong answer.
            return [$"After the recovery a request did not end within {Patience.TotalMinutes:0} minutes of its clock.\n{late.StackTrace}"];
        }
        catch (Exception failure) when (!Token.IsCancellationRequested)
        {
            return [$"After the recovery, without any faults, a request failed.\n{failure}"];
        }
    }

    /// <summary>Everything that happened, for whoever wants to understand a failure.</summary>
    public string Print() => string.Join('\n', [
        $"seed {seed}, planted {planted}",
        .. Script.Campaigns.Select(campaign => campaign.ToString()),
        .. _answers.Select(answer => answer.ToString()),
        .. _all.SelectMany(process => process.Gate.Sent.Where(sent => sent.Fault != Fault.None)).Select(sent => sent.ToString()),

        // Whoever hangs is idle, or goes round and round, or has no processor: the last requests tell which.
        .. _all.SelectMany(process => process.Gate.Sent.TakeLast(12)).Select(sent => $"at last: {sent}"),
        .. world.Landings.Select(landed => $"landed: {landed}")]);

    /// <summary>A name that nothing else in this history has.</summary>
    public string NewId(string what) => $"{world.Tag}-{what}{Interlocked.Increment(ref _names)}";

    /// <summary>Learns of changes, as a process does that asks for them every 2 seconds.</summary>
    public async Task RefreshAsync(FaultyProcess process, string campaign)
    {
        var row = await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(campaign), CancellationToken.None);
        var saved = CampaignRow.LimitsOf(row ?? throw new InvalidDataException("A campaign is gone."));
        _revisions.AddOrUpdate(campaign, saved.Revision, (_, known) => Math.Max(known, saved.Revision));
    }

    private RedemptionIntent Present(RedemptionIntent intent) =>
        intent with { Parts = [.. intent.Parts.Select(part => part with { Revision = _revisions[part.CampaignId] })] };

    /// <summary>Redeems as the functions do: facts of an older revision are decided again. Null: a code is set aside all the time.</summary>
    public async Task<RedeemOutcome?> RedeemAsync(FaultyProcess process, Step.Redeem redeem)
    {
        for (var tries = 0; ; tries++)
        {
            if (await AsReadAsync(process, Present(redeem.Intent)) is not { } intent)
            {
                if (tries == 20)
                {
                    return null;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(500), _clock);
                continue;
            }

            var outcome = await (redeem.Retroactive
                ? process.Ledger.RedeemRetroactivelyAsync(intent, _clock.GetUtcNow(), CancellationToken.None)
                : process.Ledger.RedeemAsync(intent, CancellationToken.None)).WaitAsync(Patience, _clock);
            if (outcome is not RedeemOutcome.TermsChanged changed || tries == 20)
            {
                if (HistoryCheck.ToldBy(outcome) is { } told && !redeem.Retroactive)
                {
                    _told[redeem.Intent.OrderId] = told.RedemptionId;
                }

                return outcome;
            }

            foreach (var campaign in changed.CampaignIds)
            {
                await RefreshAsync(process, campaign);
            }
        }
    }

    /// <summary>Refunds an order when it has a redemption; null otherwise.</summary>
    public static async Task<RefundOutcome?> RefundAsync(FaultyProcess process, Step.Refund refund)
    {
        var intent = refund.Of.Intent;
        var redemption = refund.Of.Retroactive
            ? await process.Ledger.FindSettledAsync(intent.OrderId, intent.Parts[0].Code, CancellationToken.None)
            : await process.Ledger.FindByOrderAsync(intent.OrderId, CancellationToken.None);
        return redemption is null ? null : await process.Ledger.RefundAsync(redemption.RedemptionId, refund.Request, CancellationToken.None);
    }

    private async Task ActAsync(Step step, FaultyProcess process, double rate)
    {
        var asked = _clock.GetUtcNow();
        RedeemOutcome? outcome = null;
        HoldOutcome? ended = null;
        RefundOutcome? refunded = null;
        LimitsLeft? left = null;
        string? failure = null;
        try
        {
            switch (step)
            {
                case Step.At at:
                    await ActAsync(at.Step, Process(at.Client), rate);
                    return;
                case Step.Later later:
                    await Task.Delay(later.Span, _clock);
                    await ActAsync(later.Step, process, rate);
                    return;
                case Step.Storm storm:
                    await Task.WhenAll(storm.Steps.Select((each, client) => Task.Run(() => ActAsync(each, Process(client), rate))));
                    return;
                case Step.Redeem redeem:
                    outcome = await RedeemAsync(process, redeem);
                    break;
                case Step.End end when _told.TryGetValue(end.OrderId, out var id):
                    ended = await (end.Confirm
                        ? process.Ledger.ConfirmAsync(id, CancellationToken.None)
                        : process.Ledger.ReleaseAsync(id, CancellationToken.None)).WaitAsync(Patience, _clock);
                    break;
                case Step.Sweep sweep:
                    foreach (var lane in Script.Campaigns.Single(campaign => campaign.Id == sweep.Campaign).Keys)
                    {
                        await (sweep.All
                            ? process.Ledger.RepairLaneAsync(lane, CancellationToken.None)
                            : process.Ledger.EndDeadHoldsAsync(lane, CancellationToken.None)).WaitAsync(Patience, _clock);
                    }

                    break;
                case Step.Refund refund:
                    refunded = await RefundAsync(process, refund).WaitAsync(Patience, _clock);
                    break;
                case Step.Pass pass:
                    world.Advance(pass.Span);
                    break;
                case Step.Change change:
                    await ChangeAsync(process, change);
                    break;
                case Step.Seal seal:
                    await CloseAsync(process, seal.Campaign);
                    break;
                case Step.SweepDue when world.Alone:
                    await new LedgerSweep(process.Tables, process.Ledger, _clock, NullLogger<LedgerSweep>.Instance).RunAsync(CancellationToken.None).WaitAsync(Patience, _clock);
                    break;
                case Step.Pause pause:
                    await PauseAsync(process, pause);
                    break;
                case Step.Ask ask:
                    left = await AskAsync(process, ask);
                    break;
            }
        }
        catch (TimeoutException)
        {
            failure = HistoryCheck.NoAnswer;
        }
        catch (Exception cut)
        {
            failure = $"{cut.GetType().Name}: {cut.Message.Split('\n')[0]}";
        }

        _answers.Enqueue(new(step, process.Gate.ToString() ?? "", outcome, failure) { Ended = ended, Refunded = refunded, Left = left, Asked = asked, Answered = _clock.GetUtcNow() });
        if (process.Gate.Stopped)
        {
            Replace(process, rate);
        }
    }

    private FaultyProcess Process(int client)
    {
        lock (_gate)
        {
            return _processes[client % _processes.Length];
        }
    }

    private FaultyProcess Recorded(string name) =>
        new(world, new FaultGate(name, FaultPlan.None) { RewriteTransaction = planted == Planted.OutboxKept ? PlantedBugs.WithoutOutboxDelete : null }, Events);

    private Func<string, string>? Rewrite()
    {
        switch (planted)
        {
            case Planted.BlindHead:
                return PlantedBugs.WithoutCondition;
            case Planted.OutboxKept:
                return PlantedBugs.WithoutOutboxDelete;
            case Planted.BlindBuckets:
                return PlantedBugs.WithoutBucketConditions;
            case Planted.RefundUntold:
                return transaction => PlantedBugs.WithoutOnce(transaction, "r|", NewId("r"));
            case Planted.ShareUntold:
                return transaction => PlantedBugs.WithoutOnce(transaction, LaneKey.ReceivedPrefix, NewId("s"));
            case Planted.HeadLeftOut:
                var sent = 0;
                return transaction => Interlocked.Increment(ref sent) % 10 == 0 ? PlantedBugs.WithoutHead(transaction) : transaction;
            default:
                return null;
        }
    }

    private FaultyProcess Start(string name, double rate, int crashAt)
    {
        var number = _all.Count;
        var gate = new FaultGate(name, new HistoryFaults(seed + (number * 7919), rate, Script.Stalls, crashAt, _clock))
        {
            RewriteTransaction = Rewrite(),
            RewriteAnswer = planted == Planted.ReleaseOverlooked ? PlantedBugs.WithoutReleases : null,
            AcknowledgeEarly = planted == Planted.EarlyAcknowledgement,
        };

        // Half of them have a single place for deliveries, so that their lanes' writers wait as they would in a rush.
        var places = (seed + number) % 2 == 0 ? 1 : Outbox.MostUnderWay;
        var process = new FaultyProcess(world, gate, new FlakyEvents(Events, rate, new Random(seed + number)), places);
        _all.Add(process);
        return process;
    }

    private void Replace(FaultyProcess dead, double rate)
    {
        lock (_gate)
        {
            var place = Array.IndexOf(_processes, dead);
            if (place >= 0)
            {
                _processes[place] = Start($"{dead.Gate}'", rate, 0);
                _ = Kill(dead);
            }
        }
    }

    /// <summary>Stops its requests; what is left of it in memory ends by itself.</summary>
    private static Task Kill(FaultyProcess process)
    {
        process.Gate.Stop();
        _ = process.DisposeAsync().AsTask();
        return Task.CompletedTask;
    }
}
