using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Bench.Reports;

/// <summary>A day of redemptions, as the ledger would have left it once its outbox was delivered. Nobody is named on the orders; their own rows are left out, since reports read none.</summary>
internal static class MadeDay
{
    public const string Day = "2026-11-20";

    /// <summary>Uses of a transaction: what group commit comes to under load.</summary>
    private const int UsesATransaction = 50;

    private const int WritesAtOnce = 16;
    private static readonly string[] Channels = ["web", "app", "store"];

    public static readonly BusinessCalendar Calendar = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    public static DateTimeOffset Now { get; } = Calendar.StartOf(Day).AddHours(12);

    public static DateTimeOffset Closes { get; } = Calendar.StartOf(BusinessCalendar.After(Day)).AddMinutes(6);

    public static async Task WriteAsync(FinanceInProcess desk, int campaigns, int redemptions)
    {
        await desk.Tables.CreateAsync(CancellationToken.None);
        await desk.Claims.CreateTablesAsync(CancellationToken.None);
        var lanes = new List<(LaneKey Lane, LaneLimits Limits, int Uses)>();
        for (var i = 0; i < campaigns; i++)
        {
            var saved = await desk.Catalog.SaveAsync(CampaignId.Parse(string.Create(CultureInfo.InvariantCulture, $"campaign-{i}")), Definition(), 0, CancellationToken.None) as SaveCampaignOutcome.Saved
                ?? throw new InvalidDataException("A campaign could not be made.");
            var of = (redemptions / campaigns) + (i < redemptions % campaigns ? 1 : 0);
            lanes.AddRange(Enumerable.Range(0, saved.Campaign.Lanes).Select(lane => (
                new LaneKey(saved.Campaign.Id.Value, lane), LaneLimits.Of(saved.Campaign), (of / saved.Campaign.Lanes) + (lane < of % saved.Campaign.Lanes ? 1 : 0))));
        }

        await Parallel.ForEachAsync(lanes, new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce }, async (lane, token) => await WriteAsync(desk, lane.Lane, lane.Limits, lane.Uses, token));
    }

    private static async Task WriteAsync(FinanceInProcess desk, LaneKey lane, LaneLimits limits, int uses, CancellationToken cancellationToken)
    {
        var head = LaneHead.First(lane, limits);
        var none = new LaneBuckets(lane, desk.Tables);
        for (var done = 0; done < uses;)
        {
            var plan = new LanePlan(lane, head, none, Calendar, Now);
            for (var i = 0; i < UsesATransaction && done < uses; i++, done++)
            {
                if (plan.Take(Order(lane, limits, done)) is not TakeResult.Taken)
                {
                    throw new InvalidDataException("The ledger refused a use.");
                }
            }

            _ = plan.Actions("made");
            head = plan.Head;
            var row = OutboxEntry.ToRow(JournalRow.Partition(lane, Day), JournalRow.Key(head.Sequence), "made", plan.Entries);
            await desk.Tables.Journal.AddEntityAsync(row, cancellationToken);
        }

        await desk.Tables.Lanes.UpsertEntityAsync(head.ToRow(lane), TableUpdateMode.Replace, cancellationToken);
    }

    private static TakeUses Order(LaneKey lane, LaneLimits limits, int number)
    {
        var order = string.Create(CultureInfo.InvariantCulture, $"{lane.Partition}-{number}");
        var part = new RedemptionPart("CODE", lane.CampaignId, limits.Revision, 1, 100 + (number % 400))
        {
            Lanes = limits.Lanes,
            Origin = (number % 4) switch
            {
                0 => null,
                1 => new CodeOrigin("mailing-1", null, null),
                2 => new CodeOrigin(CodesRow.Personal, Now.AddDays(number % 14), null),
                _ => new CodeOrigin(CodesRow.Personal, Now.AddDays(number % 60), new GiftOrigin("complaint", "agent-" + (number % 5), Now.AddDays(-(number % 30)))),
            },
        };
        var intent = new RedemptionIntent(order, order, null, limits.Currency, Channels[number % Channels.Length], 2_500, part.Discount, "[]", [part]);
        return new(new Attempt(OrderKey.Own(order), intent, null, Now, order), [part], prepare: false, arrived: 0);
    }

    private static CampaignDefinition Definition()
    {
        var errors = new InputErrors();
        return JsonInput.Read(
            Encoding.UTF8.GetBytes("""
                { "name": "Busy", "goal": "retention", "status": "active", "currency": "EUR",
                  "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "timeZone": "Europe/Berlin",
                  "discount": { "kind": "amount-off", "amount": 500, "appliesTo": { "target": "order" } },
                  "conditions": [], "combinesWith": [], "announce": false }
                """),
            errors,
            CampaignDefinition.Read) ?? throw new InvalidOperationException(errors.ToList()[0].Value[0]);
    }
}
