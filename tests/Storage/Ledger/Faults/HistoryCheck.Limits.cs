using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <content>Limits, also those that change meanwhile: at no booking over what was in force then, and none refused below it.</content>
internal sealed partial class HistoryCheck
{
    private void CheckLimits(LaneRows state)
    {
        var limits = history.LimitsOf(state.Campaign.Id);
        var (units, money) = (0L, 0L);
        var customers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in state.Journal)
        {
            var sign = entry.Takes ? 1 : entry.Redeems ? 0 : -1;
            units += sign * Uses(entry);
            money += sign * Money(entry);
            var own = entry.Customer is { } key ? customers[key] = customers.GetValueOrDefault(key) + (sign * Uses(entry)) : 0;
            if (sign > 0)
            {
                // Uses of an order over several campaigns are booked later than they are taken.
                var attempt = _attempts.GetValueOrDefault(entry.RedemptionId);
                var from = attempt is { Lanes.Length: > 1 } ? attempt.At : entry.At;
                Expect(!(units > limits.Most(each => each.Units, from, entry.At, everywhere: false)), $"{state.Campaign.Id}: {units} taken at once, more than any limit in force: {entry}");
                Expect(!(money > limits.Most(each => each.Money, from, entry.At, everywhere: false)), $"{state.Campaign.Id}: {money} given at once, more than any budget in force: {entry}");
                Expect(!(own > limits.Most(each => each.PerCustomer, from, entry.At, everywhere: true)), $"{state.Campaign.Id}: a customer had {own} at once, more than any limit in force: {entry}");
                var parts = attempt?.Intent.Parts.Where(part => part.CampaignId == state.Campaign.Id) ?? [];
                Expect(
                    parts.All(part => part.Revision >= limits.Obeyed(from)),
                    $"{state.Campaign.Id}: taken by facts of revision {parts.Min(part => (int?)part.Revision)}, {limits.Obeyed(from)} was in force: {entry}");
            }
        }
    }

    /// <summary>
    /// What a limit was at least while an answer was worked out; 0 while changes of it may be given up half way, which is not told here, so that
    /// any refusal by it is right.
    /// </summary>
    private long? Least(LaneRows state, LimitKind limit, Answer answer)
    {
        if (state.Campaign.Changes && limit is (LimitKind.Total or LimitKind.Budget))
        {
            return 0;
        }

        var limits = history.LimitsOf(state.Campaign.Id);
        return limit switch
        {
            LimitKind.Total => limits.Least(each => each.Units, answer.Asked, answer.Answered),
            LimitKind.Budget => limits.Least(each => each.Money, answer.Asked, answer.Answered),
            LimitKind.Customer => limits.Least(each => each.PerCustomer, answer.Asked, answer.Answered),
            _ => null,
        };
    }

    /// <summary>Once every change is saved or lifted, what all lanes have adds up to what is saved. A bank that nobody has asked has no head yet.</summary>
    private void CheckShares(LaneRows state)
    {
        if (state.Parts[0].Rows.Head.ETag != default && state.Parts.All(part => part.Rows.Head.Revision == state.Saved.Revision))
        {
            Expect(state.Head.Units == state.Saved.Units, $"{state.Campaign.Id}: shares of {state.Head.Units} uses, {state.Saved.Units} are granted");
            Expect(state.Head.Money == state.Saved.Money, $"{state.Campaign.Id}: shares of {state.Head.Money}, {state.Saved.Money} are granted");
        }

        foreach (var (lane, rows) in state.Parts)
        {
            Expect(rows.Head.LoweredAt is null && !rows.Head.Frozen, $"{lane}: after recovery the limits are lowered still, for a save that never comes");
        }
    }

    /// <summary>What is told to be left, when nothing is under way, is what is left.</summary>
    private async Task CheckLeftAsync(FaultyProcess process, LaneRows state)
    {
        var customer = state.Customers.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
        var left = await process.Ledger.LimitsNowAsync(state.Campaign.Id, state.Saved, customer, CancellationToken.None);

        // What the repeats held is over; the journal may not say so yet.
        var now = await LaneRows.ReadAsync(process, state.Campaign);
        Expect(left.Total == state.Saved.Units - now.Head.Used, $"{state.Campaign.Id}: {left.Total} said to be left of {state.Saved.Units} less {now.Head.Used}");
        Expect(left.Budget == state.Saved.Money - now.Head.UsedMoney, $"{state.Campaign.Id}: {left.Budget} said to be left of {state.Saved.Money} less {now.Head.UsedMoney}");
        var own = customer is null ? 0 : now.Customers.GetValueOrDefault(customer)?.Count ?? 0;
        Expect(customer is null || left.Customer == (state.Saved.PerCustomer is { } most ? Math.Max(0, most - own) : null), $"{state.Campaign.Id}: {left.Customer} said to be left for a customer of {state.Saved.PerCustomer} less {own}");
    }
}
