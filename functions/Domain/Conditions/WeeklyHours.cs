using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>
/// The order is placed on certain days of the week between two times on the campaign's clock. Hours from 22:00 to 02:00
/// cross midnight and belong to the day on which they begin.
/// </summary>
/// <param name="Days">1 to 7 days, each once.</param>
/// <param name="From">The first minute; before 24:00.</param>
/// <param name="To">The first minute that is out again; after 00:00 and not <paramref name="From"/>.</param>
public sealed record WeeklyHours(IReadOnlyList<Weekday> Days, TimeOfDay From, TimeOfDay To) : Condition, IRule<WeeklyHours>
{
    private const int DaysAWeek = 7;
    private const int MinutesADay = 1440;
    private const int TimeLength = 5;

    /// <inheritdoc/>
    public static string RuleKind => "weekly-hours";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override Topic Topic => Topic.Expiry;

    /// <inheritdoc/>
    public static WeeklyHours? ReadMembers(FieldReader reader)
    {
        var days = reader.Choices<Weekday>("days", DaysAWeek, minItems: 1);
        var from = reader.Parsed<TimeOfDay>("from", TimeLength, TimeOfDay.TryParse);
        var to = reader.Parsed<TimeOfDay>("to", TimeLength, TimeOfDay.TryParse);
        if (from is { Minutes: MinutesADay })
        {
            reader.Refuse("from", "must be before 24:00.");
        }

        if (to is { Minutes: 0 })
        {
            reader.Refuse("to", "must be after 00:00; the end of a day is 24:00.");
        }
        else if (from is not null && from == to)
        {
            reader.Refuse("to", "must not be the same as from.");
        }

        return days is not null && from is not null && to is not null ? new WeeklyHours([.. days.Distinct().Order()], from, to) : null;
    }

    /// <inheritdoc/>
    public override bool IsMet(in OrderContext order) => Includes(order.Zone.LocalTime(order.At));

    /// <inheritdoc/>
    public override bool Contradicts(Condition other) => other is WeeklyHours hours && !Stretches().Any(one => hours.Stretches().Any(another => Overlap(one, another)));

    /// <inheritdoc/>
    public override string Describe(Phrases phrases, Currency currency) =>
        phrases.Say("weekly-hours.term", ("days", DaysIn(phrases)), ("from", From.ToString()), ("to", To.ToString()));

    /// <inheritdoc/>
    public bool Equals(WeeklyHours? other) => other is not null && From == other.From && To == other.To && Days.SequenceEqual(other.Days);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, Days.Count);

    /// <inheritdoc/>
    protected override Reason Refuse(in OrderContext order)
    {
        var phrases = order.Phrases;
        return new Reason(
            RefusalCodes.NotAtThisTime,
            phrases.Say(
                "weekly-hours.refusal",
                ("code", order.Code.Value),
                ("days", DaysIn(phrases)),
                ("from", From.ToString()),
                ("to", To.ToString()),
                ("zone", order.Zone.Name)),
            Facts.None
                .With("days", Words())
                .With("from", From.ToString())
                .With("to", To.ToString())
                .With("timeZone", order.Zone.Name));
    }

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        Names.Write(writer, "days", Words());
        writer.WriteString("from", From.ToString());
        writer.WriteString("to", To.ToString());
    }

    private static bool Overlap((int Start, int End) one, (int Start, int End) other) => one.Start < other.End && other.Start < one.End;

    /// <summary>Whether a time on the campaign's clock lies in the hours.</summary>
    internal bool Includes(DateTime local)
    {
        // DayOfWeek begins on Sunday.
        var day = ((int)local.DayOfWeek + DaysAWeek - 1) % DaysAWeek;
        var minute = (day * MinutesADay) + (local.Hour * 60) + local.Minute;
        return Stretches().Any(stretch => minute >= stretch.Start && minute < stretch.End);
    }

    /// <summary>Minutes of the week, from Monday 00:00: the end is excluded, and what runs past Sunday begins the week.</summary>
    private IEnumerable<(int Start, int End)> Stretches()
    {
        const int MinutesAWeek = DaysAWeek * MinutesADay;
        foreach (var day in Days)
        {
            var start = ((int)day * MinutesADay) + From.Minutes;
            var end = ((int)day * MinutesADay) + To.Minutes + (To.Minutes < From.Minutes ? MinutesADay : 0);
            yield return (start, Math.Min(end, MinutesAWeek));
            if (end > MinutesAWeek)
            {
                yield return (0, end - MinutesAWeek);
            }
        }
    }

    private string[] Words() => [.. Days.Select(day => Vocabulary<Weekday>.Words[day])];

    private string DaysIn(Phrases phrases) => phrases.And([.. Words().Select(word => phrases.Say("day." + word))]);
}
