using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <content>What must hold of uses that are set aside.</content>
internal sealed partial class HistoryCheck
{
    /// <summary>How long the repeats hold.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

    /// <summary>The redemption that an answer tells of, or null.</summary>
    public static Redemption? ToldBy(RedeemOutcome? outcome) => outcome switch
    {
        RedeemOutcome.Made made => made.Redemption,
        RedeemOutcome.Repeated repeated => repeated.Redemption,
        RedeemOutcome.OtherContent other => other.Existing,
        _ => null,
    };

    /// <summary>The most that stood at once, redeemed or held, in the order in which the lane booked it.</summary>
    private static long Most(IReadOnlyList<OutboxEntry> journal, Func<OutboxEntry, long> weight)
    {
        var (now, most) = (0L, 0L);
        foreach (var entry in journal)
        {
            now += entry.Takes ? weight(entry) : entry.Redeems ? 0 : -weight(entry);
            most = Math.Max(most, now);
        }

        return most;
    }

    /// <summary>What an answer gave back before somebody asked does not refuse: without it, enough is taken by then for a refusal, or it was wrong.</summary>
    private void CheckReturned(LaneRows state)
    {
        var back = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var released in history.Answers)
        {
            if (released.Ended is HoldOutcome.Done { Redemption: { State: RedemptionState.Released, RedemptionId: var id } })
            {
                back[id] = back.TryGetValue(id, out var at) && at < released.Answered ? at : released.Answered;
            }
        }

        foreach (var answer in history.Answers)
        {
            if (answer is not { Outcome: RedeemOutcome.Refused refused, Step: Step.Redeem redeem } || redeem.Intent.Parts.Any(part => part.CampaignId != state.Campaign.Id))
            {
                continue;
            }

            var parts = redeem.Intent.Parts;
            var standing = state.Journal.Where(entry => entry.Takes && entry.At <= answer.Answered && !(back.TryGetValue(entry.RedemptionId, out var at) && at < answer.Asked)).ToList();
            foreach (var limit in refused.Refusals.Select(refusal => refusal.Limit).Distinct())
            {
                var full = limit switch
                {
                    LimitKind.Total => standing.Count + parts.Length > Least(state, limit, answer),
                    LimitKind.Budget => standing.Sum(entry => entry.Discount) + redeem.Intent.Discount > Least(state, limit, answer),
                    LimitKind.Customer => standing.Count(entry => entry.Customer == redeem.Intent.CustomerKey) + parts.Length > Least(state, limit, answer),
                    _ => true,
                };
                Expect(full, $"{state.Campaign.Id}: refused by {limit} though enough was given back before: {answer}");
            }
        }
    }

    /// <summary>Every hold that stands is marked for the sweep after its deadline.</summary>
    private async Task HoldsMarkedAsync(FaultyProcess process, LaneRows state)
    {
        foreach (var (held, lane) in state.HeldIn)
        {
            var mark = DueRow.ForHold(held.Until, lane);
            Expect(
                (await process.Tables.Due.GetEntityIfExistsAsync<TableEntity>(mark.PartitionKey, mark.RowKey)).HasValue,
                $"{state.Campaign.Id}: the hold {held.Uses.RedemptionId} until {held.Until:O}, of which no sweep is told");
            Expect(state.Head.EarliestDeadline <= held.Until, $"{state.Campaign.Id}: the head says {state.Head.EarliestDeadline:O}, a hold is over at {held.Until:O}");
        }
    }

    private async Task<bool> IsRedeemedAsync(OrderBook orders, OrderKey key, Decision decision)
    {
        if (decision.Redemption?.HeldUntil is null)
        {
            return decision.Redemption is not null;
        }

        if (await orders.FindEndingAsync(key, CancellationToken.None) is { } ending)
        {
            _endings[key] = ending;
            return ending == HoldEnding.Confirmed;
        }

        _wrong.Add($"{key.RedemptionId}: held, and nobody has ended it");
        return false;
    }

    /// <summary>Every hold ended once, and in its lane as its order says.</summary>
    private void CheckHolds(LaneRows state)
    {
        var (campaign, journal) = (state.Campaign, state.Journal);
        foreach (var code in campaign.Codes)
        {
            // A redemption that was refunded in full has given its code back.
            var back = journal.Where(entry => entry.UsesReturned > 0).Select(entry => entry.RedemptionId).ToHashSet();
            Expect(journal.Count(entry => entry.Redeems && entry.Code == code.Value && !back.Contains(entry.RedemptionId)) <= 1, $"{campaign.Id}: {code.Value} was redeemed twice");
        }

        foreach (var use in journal.Where(entry => entry.Kind != OutboxEntry.Refunded).GroupBy(entry => (entry.RedemptionId, entry.Code)))
        {
            var (taken, ends) = (use.Where(entry => entry.Takes).ToList(), use.Where(entry => !entry.Takes).ToList());
            Expect(taken.Count == 1 && ends.Count == (taken[0].Kind == OutboxEntry.Held ? 1 : 0), $"{campaign.Id}: {string.Join(", ", use)}");
            foreach (var end in ends)
            {
                var wanted = OrderKey.Parse(end.RedemptionId) is { } key && _endings.TryGetValue(key, out var ending) ? ending.ToString() : "nothing";
                var booked = end.Kind == OutboxEntry.Redeemed ? nameof(HoldEnding.Confirmed) : end.Kind == OutboxEntry.Released ? nameof(HoldEnding.Released) : nameof(HoldEnding.Expired);
                Expect(wanted == booked, $"{campaign.Id}: {end.RedemptionId} was ended as {wanted} and booked as {booked}");
            }
        }
    }

    /// <summary>What was answered of a hold's end stands.</summary>
    private async Task CheckEndAsync(FaultyProcess process, Answer answer)
    {
        var told = answer.Ended switch
        {
            HoldOutcome.Done done => done.Redemption,
            HoldOutcome.Expired expired => expired.Redemption,
            HoldOutcome.Conflict conflict => conflict.Redemption,
            _ => null,
        };
        if (told is null || answer.Step is not Step.End end)
        {
            return;
        }

        // Confirmed before its deadline, or told again that it was.
        if (answer.Ended is HoldOutcome.Done && end.Confirm
            && OrderKey.Parse(told.RedemptionId) is { } key && _decisions.GetValueOrDefault(key)?.Redemption?.HeldUntil is { } until)
        {
            var first = history.Answers.Where(other => other.Step is Step.End { Confirm: true } same && same.OrderId == end.OrderId).Min(other => other.Asked);
            Expect(first < until, $"confirmed from {first:O} on, though it was held until {until:O}: {answer}");
        }

        var found = await process.Ledger.FindAsync(told.RedemptionId, CancellationToken.None);
        Expect(found == told, $"answered {answer.Ended}, found {found}");
        Expect(answer.Ended is not HoldOutcome.Done || told.State == (end.Confirm ? RedemptionState.Redeemed : RedemptionState.Released), $"{answer}");
    }
}
