using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>
/// Rows of table <c>Rollups</c>. A day's partition holds the figures of each lane as the lane's head kept them; partitions
/// with a word before the day hold what was made of it: <c>counted|</c> the journal counted apart, <c>adjusted|</c> what
/// later days brought for its orders, <c>claims|</c> its claims, <c>codes|</c> where codes stood at its end. A range of days is a range of partitions.
/// </summary>
internal static class BookRow
{
    public const string Counted = "counted|";
    public const string Adjusted = "adjusted|";
    public const string Claims = "claims|";
    public const string Codes = "codes|";

    /// <summary>The row that says that its partition is whole.</summary>
    public const string Mark = "!";

    private const string Currency = nameof(Currency);
    private const string Figures = nameof(Figures);
    private const string CountedAt = nameof(CountedAt);

    public static TableEntity OfRollup(LaneKey lane, string day, string currency, DayFigures figures) =>
        Of(new(day, lane.Partition), currency, figures);

    /// <summary>Currency is part of the key: a journal that mixes them must show it.</summary>
    public static TableEntity OfCount(LaneKey lane, string day, string currency, DayFigures figures) =>
        Of(new(Counted + day, $"{lane.Partition}|{currency}"), currency, figures);

    public static TableEntity OfMark(string day, DateTimeOffset countedAt) => new(Counted + day, Mark) { [CountedAt] = countedAt };

    public static TableEntity OfAdjustment(LaneKey lane, string bookedDay, string orderDay, string currency, IReadOnlyDictionary<string, long> byChannel)
    {
        var row = new TableEntity(Adjusted + orderDay, $"{bookedDay}|{lane.Partition}|{currency}") { [Currency] = currency };
        row.SetLongText(Figures, JsonSerializer.Serialize(byChannel));
        return row;
    }

    public static TableEntity OfClaims(ClaimDay day)
    {
        var row = new TableEntity(Claims + day.Day, Mark);
        row.SetLongText(Figures, JsonSerializer.Serialize(day));
        return row;
    }

    public static TableEntity OfStanding(string day, CodesStanding standing)
    {
        var row = new TableEntity(Codes + day, standing.CampaignId);
        row.SetLongText(Figures, JsonSerializer.Serialize(standing));
        return row;
    }

    public static CodesStanding ReadStanding(TableEntity row) => JsonSerializer.Deserialize<CodesStanding>(row.GetLongText(Figures)) ?? throw Broken(row);

    public static LaneDay ReadRollup(TableEntity row) => Read(row, row.PartitionKey, LaneKey.Parse(row.RowKey));

    public static LaneDay ReadCount(TableEntity row) =>
        Read(row, row.PartitionKey[Counted.Length..], LaneKey.Parse(row.RowKey[..row.RowKey.LastIndexOf('|')]));

    public static DateTimeOffset ReadMark(TableEntity row) => row.GetDateTimeOffset(CountedAt) ?? throw Broken(row);

    public static IEnumerable<Adjustment> ReadAdjustment(TableEntity row)
    {
        var key = row.RowKey.Split('|');
        var byChannel = JsonSerializer.Deserialize<Dictionary<string, long>>(row.GetLongText(Figures)) ?? throw Broken(row);
        return byChannel.Select(channel => new Adjustment(
            row.PartitionKey[Adjusted.Length..], key[0], key[1], row.GetString(Currency) ?? "", channel.Key, channel.Value));
    }

    public static ClaimDay ReadClaims(TableEntity row) => JsonSerializer.Deserialize<ClaimDay>(row.GetLongText(Figures)) ?? throw Broken(row);

    /// <summary>A lane's figures in the Domain's terms.</summary>
    public static LaneDay ToLaneDay(LaneKey lane, string day, string currency, DayFigures figures) => new(
        day,
        lane.CampaignId,
        lane.Lane,
        currency,
        figures.Channels.ToImmutableDictionary(channel => channel.Key, channel => ToChannelDay(channel.Value), StringComparer.Ordinal),
        figures.Count,
        figures.Discount)
    {
        Batches = BatchesOf(figures.Uses),
        Gifts = GiftsOf(figures.Uses),
    };

    private static IReadOnlyList<BatchUses> BatchesOf(UseFigures? uses) => uses is null ? [] : [.. uses.Batches.Select(batch => UseFigures.ReadBatch(batch.Key, batch.Value))];

    private static IReadOnlyList<GiftUses> GiftsOf(UseFigures? uses) => uses is null ? [] : [.. uses.Gifts.Select(gift => UseFigures.ReadGift(gift.Key, gift.Value))];

    private static ChannelDay ToChannelDay(ChannelFigures figures) => new(
        figures.Redemptions,
        figures.Retroactive,
        figures.Discount,
        figures.OrderValue,
        figures.Customers,
        figures.WeekCustomers,
        figures.MonthCustomers)
    {
        HoldsExpired = figures.HoldsExpired,
        Refunds = figures.Refunds,
        RefundedDiscount = figures.RefundedDiscount,
    };

    private static TableEntity Of(TableEntity row, string currency, DayFigures figures)
    {
        row[Currency] = currency;
        row.SetLongText(Figures, figures.WriteOne());
        return row;
    }

    private static LaneDay Read(TableEntity row, string day, LaneKey lane)
    {
        var figures = DayFigures.ReadOne(row.GetLongText(Figures)) ?? throw Broken(row);
        return ToLaneDay(lane, day, row.GetString(Currency) ?? "", figures);
    }

    private static InvalidDataException Broken(TableEntity row) => new($"The row {row.PartitionKey} {row.RowKey} of the books cannot be read.");
}
