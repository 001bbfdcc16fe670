using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Recovers what a history left, and compares it with what was answered.</summary>
internal sealed class HistoryCheck(History history, Func<FaultyProcess> start, FastClock clock)
{
    public const string NoAnswer = "no answer in time";

    private readonly List<string> _wrong = [];
    private readonly Dictionary<OrderKey, Decision> _decisions = [];

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        _wrong.AddRange(history.Answers.Where(answer => answer.Failure == NoAnswer).Select(answer => $"hung: {answer}"));
        await MarkedAsync();
        clock.Advance(TimeSpan.FromMinutes(5));
        var states = await RecoverAsync();
        foreach (var state in states)
        {
            CheckRefusals(state);
        }

        await using (var later = start())
        {
            foreach (var campaign in history.Script.Campaigns)
            {
                await history.RefreshAsync(later, campaign.Id);
            }

            await RepeatAsync(later);
            await ExhaustAsync(later);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        states = await RecoverAsync();
        await using (var last = start())
        {
            await DecisionsAsync(last);
            states.ForEach(CheckLane);
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
            if (state.Outbox + state.Pending == 0)
            {
                continue;
            }

            var lane = new LaneKey(campaign.Id, 0);
            var mark = DueRow.ForLane(clock.GetUtcNow(), lane);
            var marks = process.Tables.Due.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {mark.RowKey}"));
            if (!await marks.AnyAsync())
            {
                _wrong.Add($"{campaign.Id}: {state.Outbox} outbox and {state.Pending} prepared rows that no sweep is told of");
            }
        }
    }

    private async Task<List<LaneRows>> RecoverAsync()
    {
        await using (var recovery = start())
        {
            foreach (var campaign in history.Script.Campaigns)
            {
                await recovery.Ledger.RepairLaneAsync(new(campaign.Id, 0), CancellationToken.None);
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
            states.Add(state);
        }

        return states;
    }

    /// <summary>A limit that refused was taken, up to what was asked: uses never come back here, and undecided ones are waited for.</summary>
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
                    LimitKind.Total => state.Campaign.Total - state.Head.Used >= parts.Count,
                    LimitKind.Budget => state.Campaign.Budget - state.Head.UsedMoney >= parts.Sum(part => part.Discount),
                    _ => state.Campaign.PerCustomer - state.Journal.Count(entry => entry.Customer == redeem.Intent.CustomerKey) >= parts.Count,
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
            var outcome = await history.RedeemAsync(process, redeem);
            var again = await history.RedeemAsync(process, redeem);
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
                var intent = new RedemptionIntent(Sample.Id("flood"), "flood", null, "EUR", "web", 0, 0, "[]", [new("FLOOD", campaign.Id, 1, 1, 0)]);
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
            for (var key = first; await orders.FindAttemptAsync(key, CancellationToken.None) is not null; key = key.Next())
            {
                if (await orders.FindDecisionAsync(key, CancellationToken.None) is { } decision)
                {
                    _decisions[key] = decision;
                    committed += decision.Redemption is null ? 0 : 1;
                }
                else
                {
                    _wrong.Add($"{key.RedemptionId}: not decided");
                }
            }

            Expect(committed <= 1, $"{redeem.Intent.OrderId}: redeemed {committed} times");
        }
    }

    private void CheckLane(LaneRows state)
    {
        var (campaign, head, journal) = (state.Campaign.Id, state.Head, state.Journal);
        Expect(!(head.Used > state.Saved.Units), $"{campaign}: {head.Used} used of {state.Saved.Units}");
        Expect(!(head.UsedMoney > state.Saved.Money), $"{campaign}: {head.UsedMoney} given of {state.Saved.Money}");
        Expect(head.Revision == state.Saved.Revision || state.Campaign.Changes, $"{campaign}: revision {head.Revision} of {state.Saved.Revision}");
        Expect(journal.Count == head.Used, $"{campaign}: head {head.Used}, journal {journal.Count}");
        Expect(journal.Sum(entry => entry.Discount) == head.UsedMoney, $"{campaign}: head gave {head.UsedMoney}, journal {journal.Sum(entry => entry.Discount)}");
        Expect(state.Sequences.Order().SequenceEqual(Enumerable.Range(1, (int)head.Sequence).Select(each => (long)each)), $"{campaign}: journal rows {string.Join(',', state.Sequences)} of {head.Sequence}");
        Expect(journal.GroupBy(entry => (entry.RedemptionId, entry.Code)).All(group => group.Count() == 1), $"{campaign}: a use stands twice in the journal");

        var booked = journal.Where(entry => entry.Code != "FLOOD").Select(entry => entry.RedemptionId).ToHashSet();
        var decided = _decisions.Where(each => each.Value.Redemption is not null).Select(each => each.Key.RedemptionId).ToHashSet();
        Expect(booked.IsSubsetOf(decided), $"{campaign}: booked without a commit: {string.Join(' ', booked.Except(decided))}");

        foreach (var uses in journal.Where(entry => entry.Customer is not null).GroupBy(entry => entry.Customer))
        {
            Expect(!(uses.Count() > state.Campaign.PerCustomer), $"{campaign}: {uses.Count()} uses of one customer");
            Expect(state.Customers.TryGetValue(uses.Key ?? "", out var row) && row.Count == uses.Count() && row.Prepared == 0, $"{campaign}: customer row {row}, journal {uses.Count()}");
        }

        Expect(state.Customers.Values.Sum(row => row.Count) == journal.Count(entry => entry.Customer is not null), $"{campaign}: customers' rows count uses that nobody booked");
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
        var entries = journal.Where(entry => entry.Day == day).ToList();
        Expect(figures.Count == entries.Count && figures.Discount == entries.Sum(entry => entry.Discount), $"{campaign} {day}: {figures.Count} in the head, {entries.Count} in the journal");
        foreach (var (channel, of) in figures.Channels)
        {
            var here = entries.Where(entry => entry.Channel == channel).ToList();
            Expect(of.Redemptions == here.Count && of.OrderValue == here.Sum(entry => entry.OrderValue), $"{campaign} {day} {channel}: {of}");
            var customers = here.Where(entry => entry.Customer is not null).Select(entry => entry.Customer).Distinct().Count()
                + here.Count(entry => entry.Customer is null && entry.FirstOfOrder);
            Expect(of.Customers == customers, $"{campaign} {day} {channel}: {of.Customers} customers, {customers} in the journal");
        }
    }

    /// <summary>What was answered is found again, with the same facts, and in the books.</summary>
    private async Task CheckAnswersAsync(FaultyProcess process, List<LaneRows> states)
    {
        foreach (var answer in history.Answers)
        {
            var told = answer.Outcome switch
            {
                RedeemOutcome.Made made => made.Redemption,
                RedeemOutcome.Repeated repeated => repeated.Redemption,
                RedeemOutcome.OtherContent other => other.Existing,
                _ => null,
            };
            if (told is not null)
            {
                var found = await process.Ledger.FindAsync(told.RedemptionId, CancellationToken.None);
                Expect(found == told, $"answered {told}, found {found}");
            }

            if (answer is { Outcome: RedeemOutcome.Made, Step: Step.Redeem redeem } && told is not null)
            {
                foreach (var campaign in redeem.Intent.Parts.GroupBy(part => part.CampaignId))
                {
                    var entries = states.Single(state => state.Campaign.Id == campaign.Key).Journal.Count(entry => entry.RedemptionId == told.RedemptionId);
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
