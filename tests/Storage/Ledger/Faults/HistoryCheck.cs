using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Recovers what a history left, and compares it with what was answered.</summary>
internal sealed partial class HistoryCheck(History history, Func<FaultyProcess> start, HistoryWorld world)
{
    public const string NoAnswer = "no answer in time";

    private readonly List<string> _wrong = [];
    private readonly Dictionary<OrderKey, Decision> _decisions = [];
    private readonly Dictionary<OrderKey, HoldEnding> _endings = [];

    private readonly Dictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        _wrong.AddRange(history.Answers.Where(answer => answer.Failure == NoAnswer).Select(answer => $"hung: {answer}"));
        await MarkedAsync();
        world.Advance(TimeSpan.FromMinutes(5));
        var states = await RecoverAsync();
        foreach (var state in states)
        {
            CheckRefusals(state);
            CheckReturned(state);
        }

        await using (var later = start())
        {
            foreach (var campaign in history.Script.Campaigns)
            {
                await history.RefreshAsync(later, campaign.Id);
            }

            foreach (var code in history.Script.Campaigns.SelectMany(campaign => campaign.Codes))
            {
                await history.SetStatusAsync(later, code, CodeStatus.Active);
            }

            await RepeatAsync(later);
            await RepeatRefundsAsync(later);
            await SettledAsync(later);

            // What was held by the repeats is over: its room is there though no sweep has come.
            world.Advance(Long + TimeSpan.FromMinutes(1));
            await ExhaustAsync(later);
        }

        world.Advance(TimeSpan.FromMinutes(5));
        states = await RecoverAsync();
        await using (var last = start())
        {
            await DecisionsAsync(last);
            await CheckRefundsAsync(last);
            await CheckCodesAsync(last);
            states.ForEach(CheckLane);
            foreach (var state in states)
            {
                await CheckDaysAsync(last, state);
                await CheckEventsAsync(last, state);
            }

            await CheckAnswersAsync(last, states);
        }

        return _wrong;
    }

    /// <summary>Whatever waits in a lane is marked for the sweep.</summary>
    private async Task MarkedAsync()
    {
        await using var process = start();
        foreach (var campaign in history.Script.Campaigns)
        {
            var state = await LaneRows.ReadAsync(process, campaign);
            await HoldsMarkedAsync(process, state);
            foreach (var lane in state.Unsettled)
            {
                var mark = DueRow.ForLane(world.Clock.GetUtcNow(), lane);
                var marks = process.Tables.Due.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {mark.RowKey}"));
                if (!await marks.AnyAsync())
                {
                    _wrong.Add($"{lane}: {state.Outbox} outbox and {state.Pending} prepared rows, or room on its way, that no sweep is told of");
                }
            }
        }

        await RefundsMarkedAsync(process);
        await CheckSettledCodesAsync(process);
    }

    /// <summary>By what was marked for the sweep, and nothing else; or, every other history, lane by lane.</summary>
    private async Task<List<LaneRows>> RecoverAsync()
    {
        await using (var recovery = start())
        {
            var byMarks = history.Script.SweptByMarks && world.Alone;
            if (byMarks)
            {
                // Twice, since a refund's first look only finishes it.
                await SweepAsync(recovery);
                await SweepAsync(recovery);
            }

            await FinishRefundsAsync(recovery);
            foreach (var campaign in history.Script.Campaigns)
            {
                foreach (var lane in byMarks ? [] : campaign.Keys)
                {
                    await recovery.Ledger.RepairLaneAsync(lane, CancellationToken.None);
                }
            }
        }

        // The process has stopped in good order: nothing may be left.
        await using var reader = start();
        var states = new List<LaneRows>();
        foreach (var campaign in history.Script.Campaigns)
        {
            var state = await LaneRows.ReadAsync(reader, campaign);
            Expect(state.Outbox == 0 && state.Pending == 0, $"{campaign.Id}: after recovery {state.Outbox} outbox and {state.Pending} prepared rows are left");
            Expect(state.Head.Prepared == 0 && state.Head.PreparedMoney == 0, $"{campaign.Id}: after recovery {state.Head.Prepared} uses are prepared");
            Expect(state.Head.Held == 0 && state.Head.HeldMoney == 0 && state.Held.Count == 0 && state.Head.EarliestDeadline is null, $"{campaign.Id}: after every deadline {state.Head.Held} uses and {state.Held.Count} rows are held");
            Expect(state.Released == 0, $"{campaign.Id}: after recovery the heads tell of {state.Released} releases");
            Expect(state.Transfers == 0, $"{campaign.Id}: after recovery {state.Transfers} transfers of room are not finished");
            CheckShares(state);
            states.Add(state);
        }

        return states;
    }

    /// <summary>A limit that refused was taken at some instant, up to what was asked: undecided uses are waited for, dead holds do not refuse.</summary>
    private void CheckRefusals(LaneRows state)
    {
        foreach (var answer in history.Answers)
        {
            if (answer.Outcome is not RedeemOutcome.Refused refused || answer.Step is not Step.Redeem redeem)
            {
                continue;
            }

            var parts = redeem.Intent.Parts.Where(part => part.CampaignId == state.Campaign.Id).ToList();
            foreach (var limit in refused.Refusals.Where(_ => redeem.Intent.Parts.All(part => part.CampaignId == state.Campaign.Id)).Select(refusal => refusal.Limit).Distinct())
            {
                var room = limit switch
                {
                    LimitKind.Total => !(Least(state, limit, answer) - Most(state.Journal, Uses) < parts.Count),
                    LimitKind.Budget => !(Least(state, limit, answer) - Most(state.Journal, Money) < parts.Sum(part => part.Discount)),
                    LimitKind.Customer => !(Least(state, limit, answer) - Most(state.Journal, entry => entry.Customer == redeem.Intent.CustomerKey ? Uses(entry) : 0) < parts.Count),
                    _ => Most(state.Journal, entry => parts.Exists(part => part.Code == entry.Code) ? 1 : 0) == 0,
                };
                Expect(!room, $"{state.Campaign.Id}: refused by {limit} though there was room: {answer}");
            }
        }
    }

    /// <summary>A repeat of anything that was asked, by a process that knows nothing, tells what stands.</summary>
    private async Task RepeatAsync(FaultyProcess process)
    {
        foreach (var redeem in history.Answers.Select(answer => answer.Step).OfType<Step.Redeem>().Distinct())
        {
            // Long enough not to be over between the two.
            var asked = redeem.Intent.HoldFor is null ? redeem : redeem with { Intent = redeem.Intent with { HoldFor = Long } };
            var outcome = await history.RedeemAsync(process, asked);
            var again = await history.RedeemAsync(process, asked);
            var consistent = (outcome, again) switch
            {
                (RedeemOutcome.Made first, RedeemOutcome.Repeated second) => first.Redemption == second.Redemption,
                (RedeemOutcome.Repeated first, RedeemOutcome.Repeated second) => first.Redemption == second.Redemption,
                (RedeemOutcome.OtherContent first, RedeemOutcome.OtherContent second) => first.Existing == second.Existing,
                (RedeemOutcome.Refused, RedeemOutcome.Refused) => true,
                (null, null) => true,
                _ => false,
            };
            Expect(consistent, $"repeated: {redeem} => {outcome}, then {again}");
        }
    }

    /// <summary>Ends when the lanes have settled every order over several campaigns: it is answered before, and until then its uses are not counted as used.</summary>
    private async Task SettledAsync(FaultyProcess process)
    {
        foreach (var campaign in history.Script.Campaigns)
        {
            while ((await LaneRows.ReadAsync(process, campaign)).Pending > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), world.Clock);
            }
        }
    }

    /// <summary>With demand enough, exactly what is left succeeds.</summary>
    private async Task ExhaustAsync(FaultyProcess process)
    {
        foreach (var campaign in history.Script.Campaigns)
        {
            var state = await LaneRows.ReadAsync(process, campaign);

            // It ends what is over, which whoever wants the room must do as well.
            if (history.Script.AsksBeforeExhaustion)
            {
                await CheckLeftAsync(process, state);
            }

            var used = state.Head.Used;
            if (state.Saved.Money - state.Head.UsedMoney is { } money and > 0 && !(state.Saved.Units <= used))
            {
                // All of the budget at once, from wherever it lies; then there is none.
                Expect(await FloodAsync(campaign, money + 1) == 0, $"{campaign.Id}: more than {money} left of the budget was given");
                used += await FloodAsync(campaign, money);
                Expect(used > state.Head.Used, $"{campaign.Id}: {money} left of the budget were not given");
                Expect(await FloodAsync(campaign, 1) == 0, $"{campaign.Id}: more than the budget was given");
            }

            if (state.Saved.Units is not { } total)
            {
                continue;
            }

            var (left, made) = (total - used, 0L);
            for (var i = used; i < total + 2; i++)
            {
                made += await FloodAsync(campaign, 0);
            }

            Expect(made == Math.Max(0, left), $"{campaign.Id}: {made} of {left} left were given");
            await CheckLeftAsync(process, await LaneRows.ReadAsync(process, campaign));
        }

        async Task<int> FloodAsync(ModelCampaign campaign, long discount)
        {
            var intent = new RedemptionIntent(history.NewId("flood"), "flood", null, "EUR", "web", 0, discount, "[]", [new("FLOOD", campaign.Id, 1, 1, discount) { Lanes = campaign.Lanes }]);
            return await history.RedeemAsync(process, new(intent, Retroactive: false)) is RedeemOutcome.Made ? 1 : 0;
        }
    }

    private async Task DecisionsAsync(FaultyProcess process)
    {
        var orders = new OrderBook(process.Tables);
        foreach (var redeem in history.Answers.Select(answer => answer.Step).OfType<Step.Redeem>())
        {
            var first = redeem.Retroactive ? OrderKey.Retroactive(redeem.Intent.OrderId, redeem.Intent.Parts[0].Code) : OrderKey.Own(redeem.Intent.OrderId);
            var committed = 0;
            var last = default(OrderKey?);
            for (var key = first; await orders.FindAttemptAsync(key, CancellationToken.None) is { } attempt; key = key.Next())
            {
                _attempts[key.RedemptionId] = attempt;
                if (await orders.FindDecisionAsync(key, CancellationToken.None) is { } decision)
                {
                    _decisions[key] = decision;
                    committed += await IsRedeemedAsync(orders, key, decision) ? 1 : 0;
                    last = decision.Redemption is null ? last : key;
                }
                else if (!redeem.Retroactive || !history.Script.HasClaims(redeem.Intent.OrderId))
                {
                    // A claim whose process died is asked for no more once the order itself has the code; it books nothing.
                    _wrong.Add($"{key.RedemptionId}: not decided");
                }
            }

            Expect(committed <= 1, $"{redeem.Intent.OrderId}: redeemed {committed} times");
            if (!redeem.Retroactive)
            {
                var found = await process.Ledger.FindByOrderAsync(redeem.Intent.OrderId, CancellationToken.None);
                Expect(found?.RedemptionId == last?.RedemptionId, $"{redeem.Intent.OrderId}: its last redemption is {last?.RedemptionId}, found {found}");
            }
        }
    }

    private void CheckLane(LaneRows state)
    {
        var (campaign, head, journal) = (state.Campaign.Id, state.Head, state.Journal);
        Expect(!(head.Used > state.Saved.Units), $"{campaign}: {head.Used} used of {state.Saved.Units}");
        Expect(!(head.UsedMoney > state.Saved.Money), $"{campaign}: {head.UsedMoney} given of {state.Saved.Money}");
        Expect(head.Revision == state.Saved.Revision || state.Campaign.Changes, $"{campaign}: revision {head.Revision} of {state.Saved.Revision}");
        var redeemed = journal.Where(entry => entry.Redeems).ToList();
        var refunded = journal.Where(entry => entry.Kind == OutboxEntry.Refunded).ToList();
        Expect(redeemed.Count - refunded.Sum(Uses) == head.Used, $"{campaign}: head {head.Used}, journal {redeemed.Count} less {refunded.Sum(Uses)}");
        Expect(redeemed.Sum(Money) - refunded.Sum(Money) == head.UsedMoney, $"{campaign}: head gave {head.UsedMoney}, journal {redeemed.Sum(Money)} less {refunded.Sum(Money)}");
        CheckHolds(state);
        Expect(state.Gaps.Length == 0, state.Gaps);
        Expect(journal.GroupBy(entry => (entry.RedemptionId, entry.Code, entry.Kind, entry.Refund)).All(group => group.Count() == 1), $"{campaign}: a use stands twice in the journal");

        var booked = journal.Where(entry => entry.Code != "FLOOD").Select(entry => entry.RedemptionId).ToHashSet();
        var decided = _decisions.Where(each => each.Value.Redemption is not null).Select(each => each.Key.RedemptionId).ToHashSet();
        Expect(booked.IsSubsetOf(decided), $"{campaign}: booked without a commit: {string.Join(' ', booked.Except(decided))}");

        foreach (var uses in redeemed.Where(entry => entry.Customer is not null).GroupBy(entry => entry.Customer))
        {
            var count = uses.Count() - refunded.Where(entry => entry.Customer == uses.Key).Sum(Uses);
            Expect(state.Customers.TryGetValue(uses.Key ?? "", out var row) && row.Count == count && row.Prepared == 0, $"{campaign}: customer row {row}, journal {count}");
        }

        Expect(state.Customers.Values.Sum(row => row.Count) == redeemed.Count(entry => entry.Customer is not null) - refunded.Where(entry => entry.Customer is not null).Sum(Uses), $"{campaign}: customers' rows count uses that nobody booked");
        CheckLimits(state);
        CheckPauses(state);
        foreach (var redemption in refunded.GroupBy(entry => entry.RedemptionId))
        {
            var taken = redeemed.Where(entry => entry.RedemptionId == redemption.Key).ToList();
            var (uses, money) = (redemption.Sum(Uses), redemption.Sum(Money));
            Expect(
                redemption.Sum(entry => entry.Discount) <= taken.Sum(entry => entry.Discount) && (uses, money) is (0, 0) | (uses, money) == (taken.Count, taken.Sum(Money)),
                $"{campaign}: of {redemption.Key} came back {uses} uses and {money}, taken were {taken.Count} and {taken.Sum(Money)}");
        }
    }

    /// <summary>What was answered is found again, with the same facts, and in the books.</summary>
    private async Task CheckAnswersAsync(FaultyProcess process, List<LaneRows> states)
    {
        foreach (var answer in history.Answers)
        {
            var told = ToldBy(answer.Outcome);
            if (told is not null)
            {
                var found = await process.Ledger.FindAsync(told.RedemptionId, CancellationToken.None);
                Expect(found is not null && found with { State = told.State, HeldUntil = told.HeldUntil } == told, $"answered {told}, found {found}");
                Expect(found?.State == told.State || told.State == RedemptionState.Held, $"answered {told}, found {found}");
                Expect(!(told.HeldUntil <= answer.Asked), $"told to be held after its deadline: {answer}");
            }

            await CheckEndAsync(process, answer);

            if (answer is { Outcome: RedeemOutcome.Made, Step: Step.Redeem redeem } && told is not null)
            {
                foreach (var campaign in redeem.Intent.Parts.GroupBy(part => part.CampaignId))
                {
                    var entries = states.Single(state => state.Campaign.Id == campaign.Key).Journal.Count(entry => entry.RedemptionId == told.RedemptionId && entry.Takes);
                    Expect(entries == campaign.Count(), $"answered {told.RedemptionId}, {entries} of {campaign.Count()} uses are in the journal of {campaign.Key}");
                }
            }
        }
    }

    private Task SweepAsync(FaultyProcess process) =>
        new LedgerSweep(process.Tables, process.Ledger, world.Clock, NullLogger<LedgerSweep>.Instance).RunAsync(CancellationToken.None);

    private void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            _wrong.Add(otherwise);
        }
    }
}
