using Azure.Data.Tables;
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

            await RepeatAsync(later);
            await RepeatRefundsAsync(later);
            await SettledAsync(later);

            // What was held by the repeats is over: its room is there though no sweep has come.
            world.Advance(Long + TimeSpan.FromMinutes(1));
            await ExhaustAsync(later);
        }

        world.Advance(TimeSpan.FromMinutes(1));
        states = await RecoverAsync();
        await using (var last = start())
        {
            await DecisionsAsync(last);
            await CheckRefundsAsync(last);
            await CheckCodesAsync(last);
            states.ForEach(CheckLane);
            foreach (var state in states)
            {
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

    private async Task<List<LaneRows>> RecoverAsync()
    {
        await using (var recovery = start())
        {
            await FinishRefundsAsync(recovery);
            foreach (var campaign in history.Script.Campaigns)
            {
                foreach (var lane in campaign.Keys)
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
            Expect(state.Head.Units == state.Saved.Units || state.Campaign.Changes || state.Head.Revision < state.Saved.Revision, $"{campaign.Id}: shares of {state.Head.Units} uses, {state.Saved.Units} are granted");
            Expect(state.Campaign.Lanes == 1 || state.Head.Money is null || state.Head.Money == state.Saved.Money, $"{campaign.Id}: shares of {state.Head.Money}, {state.Saved.Money} are granted");
            states.Add(state);
        }

        return states;
    }

    /// <summary>A limit that refused was taken at some instant, up to what was asked: undecided uses are waited for, dead holds do not refuse.</summary>
    private void CheckRefusals(LaneRows state)
    {
        if (state.Campaign.Changes)
        {
            return;
        }

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
                    LimitKind.Total => state.Campaign.Total - Most(state.Journal, Uses) >= parts.Count,
                    LimitKind.Budget => state.Campaign.Budget - Most(state.Journal, Money) >= parts.Sum(part => part.Discount),
                    LimitKind.Customer => state.Campaign.PerCustomer - Most(state.Journal, entry => entry.Customer == redeem.Intent.CustomerKey ? Uses(entry) : 0) >= parts.Count,
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
            if (state.Saved.Units is not { } total)
            {
                continue;
            }

            var made = 0L;
            for (var i = state.Head.Used; i < total + 2; i++)
            {
                var intent = new RedemptionIntent(history.NewId("flood"), "flood", null, "EUR", "web", 0, 0, "[]", [new("FLOOD", campaign.Id, 1, 1, 0) { Lanes = campaign.Lanes }]);
                made += await history.RedeemAsync(process, new(intent, Retroactive: false)) is RedeemOutcome.Made ? 1 : 0;
            }

            Expect(made == Math.Max(0, total - state.Head.Used), $"{campaign.Id}: {made} of {total - state.Head.Used} left were given");
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
            for (var key = first; await orders.FindAttemptAsync(key, CancellationToken.None) is not null; key = key.Next())
            {
                if (await orders.FindDecisionAsync(key, CancellationToken.None) is { } decision)
                {
                    _decisions[key] = decision;
                    committed += await IsRedeemedAsync(orders, key, decision) ? 1 : 0;
                    last = decision.Redemption is null ? last : key;
                }
                else
                {
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
            Expect(!(count > state.Campaign.PerCustomer), $"{campaign}: {count} uses of one customer");
            Expect(state.Customers.TryGetValue(uses.Key ?? "", out var row) && row.Count == count && row.Prepared == 0, $"{campaign}: customer row {row}, journal {count}");
        }

        Expect(state.Customers.Values.Sum(row => row.Count) == redeemed.Count(entry => entry.Customer is not null) - refunded.Where(entry => entry.Customer is not null).Sum(Uses), $"{campaign}: customers' rows count uses that nobody booked");
        foreach (var (day, figures) in head.Days)
        {
            CheckDay(campaign, day, figures, journal);
        }

        foreach (var (_, day, figures) in history.Sealed.Where(each => each.Campaign == campaign))
        {
            CheckDay(campaign, day, figures, journal);
        }
    }

    private void CheckDay(string campaign, string day, DayFigures figures, IReadOnlyList<OutboxEntry> journal)
    {
        var entries = journal.Where(entry => entry.Day == day && entry.Redeems).ToList();
        Expect(figures.Count == entries.Count && figures.Discount == entries.Sum(entry => entry.Discount), $"{campaign} {day}: {figures.Count} in the head, {entries.Count} in the journal");
        foreach (var (channel, of) in figures.Channels)
        {
            var here = entries.Where(entry => entry.Channel == channel).ToList();
            Expect(of.Redemptions == here.Count && of.OrderValue == here.Sum(entry => entry.OrderValue), $"{campaign} {day} {channel}: {of}");
            var customers = here.Where(entry => entry.Customer is not null).Select(entry => entry.Customer).Distinct().Count()
                + here.Count(entry => entry.Customer is null && entry.FirstOfOrder);
            var expired = journal.Count(entry => entry.Day == day && entry.Channel == channel && entry is { Kind: OutboxEntry.Expired, FirstOfOrder: true });
            Expect(of.HoldsExpired == expired, $"{campaign} {day} {channel}: {of.HoldsExpired} holds expired, {expired} in the journal");
            var back = journal.Where(entry => entry.Day == day && entry.Channel == channel && entry.Kind == OutboxEntry.Refunded).ToList();
            Expect(of.Refunds == back.Count(entry => entry.FirstOfOrder) && of.RefundedDiscount == back.Sum(entry => entry.Discount), $"{campaign} {day} {channel}: {of}, {back.Count} refunds in the journal");
            Expect(of.Customers == customers, $"{campaign} {day} {channel}: {of.Customers} customers, {customers} in the journal");
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

    private void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            _wrong.Add(otherwise);
        }
    }
}
