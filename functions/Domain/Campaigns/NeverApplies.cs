using System.Globalization;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>Refuses a campaign that no order could ever use, where that can be seen from the whole of it; what two conditions or the members of one rule tell is refused where they are read.</summary>
internal static class NeverApplies
{
    /// <summary>Two weeks and a day: what happens weekly happens in it, though a clock that is put forward may hide it once.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromDays(15);

    /// <summary>Refuses at the place that would have to change.</summary>
    internal static void Refuse(FieldReader reader, CampaignDefinition definition)
    {
        var terms = definition.Terms;
        RefuseNames<Channel>(reader, terms, condition => condition.Channels);
        RefuseNames<Region>(reader, terms, condition => condition.Regions);
        RefuseHours(reader, terms);
        RefuseBudget(reader, terms, definition.Limits);
    }

    /// <summary>Of three conditions, each two may meet and yet not all.</summary>
    private static void RefuseNames<T>(FieldReader reader, Terms terms, Func<T, IReadOnlyList<string>> names)
        where T : Condition
    {
        if (!Names.MeetAll([.. terms.Conditions.OfType<T>().Select(names)]))
        {
            reader.Refuse("conditions", LastOf<T>(terms), "must not contradict the others of its kind: no order could meet them all.");
        }
    }

    private static void RefuseHours(FieldReader reader, Terms terms)
    {
        var hours = terms.Conditions.OfType<WeeklyHours>().ToList();
        if (hours.Count > 0 && !Instants(terms).Select(terms.Zone.LocalTime).Any(local => hours.TrueForAll(each => each.Includes(local))))
        {
            reader.Refuse(
                "conditions",
                LastOf<WeeklyHours>(terms),
                hours.Count == 1
                    ? "must include a time between startsAt and endsAt: no order could meet it."
                    : "must include a time between startsAt and endsAt that the other weekly-hours include: no order could meet them all.");
        }
    }

    /// <summary>One of every minute of the period, as far as it can matter.</summary>
    private static IEnumerable<DateTimeOffset> Instants(Terms terms)
    {
        var end = terms.EndsAt - terms.StartsAt > LongEnough ? terms.StartsAt + LongEnough : terms.EndsAt;
        for (var at = terms.StartsAt; at < end; at += TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(at.Ticks % TimeSpan.TicksPerMinute))
        {
            yield return at;
        }
    }

    /// <summary>A discount is given whole or not at all, so a budget below the least that any order gets is never touched.</summary>
    private static void RefuseBudget(FieldReader reader, Terms terms, Limits limits)
    {
        if (limits.Budget is { } budget && LeastOf(terms) is var least && budget < least)
        {
            reader.OptionalObject<Limits>("limits", members =>
            {
                members.Refuse("budget", string.Create(CultureInfo.InvariantCulture, $"must be at least {least:N0}, the least that the discount takes off any order: one larger than the budget is refused."));
                return null;
            });
        }
    }

    /// <summary>The least that any order gets, in minor units.</summary>
    private static long LeastOf(Terms terms)
    {
        var discount = terms.Discount;
        var others = terms.CombinesWith;
        var first = discount.Class switch
        {
            DiscountClass.Items => !others.Contains(DiscountClass.Items),
            DiscountClass.Order => !others.Contains(DiscountClass.Items) && !others.Contains(DiscountClass.Order),
            DiscountClass.Shipping => false,
            _ => throw new InvalidOperationException($"There is no target {discount.Class}."),
        };

        // What an earlier discount of the order leaves, and shipping, may be next to nothing.
        return first ? discount.LeastOn(GoodsOf(terms)) : 1;
    }

    /// <summary>What the goods that the discount applies to come to at least, by the conditions.</summary>
    private static long GoodsOf(Terms terms) => terms.Conditions.OfType<MinimumSubtotal>()
        .Where(minimum => minimum.Of == MeasuredOver.Eligible || terms.Discount.AppliesTo.CoversEverything)
        .Select(minimum => minimum.Amount)
        .Append(1)
        .Max();

    private static int LastOf<T>(Terms terms) => terms.Conditions.Count - 1 - terms.Conditions.Reverse().TakeWhile(condition => condition is not T).Count();
}
