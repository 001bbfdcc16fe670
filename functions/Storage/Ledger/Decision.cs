using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What became of an attempt, as first answered. Row <c>c|n</c>: the first insert wins, and all that is ever added is how a hold ended.</summary>
/// <param name="Redemption">What was taken; null when the attempt was given up.</param>
/// <param name="Codes">The codes taken.</param>
internal sealed record Decision(Redemption? Redemption, IReadOnlyList<string> Codes)
{
    private const string Ended = "Ending";
    private const string EndedAt = nameof(EndedAt);
    private const string Confirm = "confirm";

    public static Decision Abort { get; } = new(null, []);

    /// <summary>Of a hold: how it ended; null while nobody has ended it.</summary>
    public HoldEnding? Ending { get; init; }

    /// <summary>Of the row as it was read, by which a hold is ended once; null when it was not read.</summary>
    public ETag? ETag { get; init; }

    /// <summary>The lanes that it touched, in the order in which they were taken.</summary>
    public ImmutableArray<LaneKey> Lanes { get; init; } = [];

    /// <summary>Whether some of the codes work once.</summary>
    public bool Once { get; init; }

    /// <param name="attempt">What was asked.</param>
    /// <param name="at">When it was taken.</param>
    /// <param name="heldUntil">The deadline of a hold; null for what is redeemed at once.</param>
    public static Decision Commit(Attempt attempt, DateTimeOffset at, DateTimeOffset? heldUntil) => new(
        new Redemption(
            attempt.Key.RedemptionId,
            attempt.Intent.OrderId,
            attempt.Intent.ContentHash,
            heldUntil is null ? RedemptionState.Redeemed : RedemptionState.Held,
            heldUntil,
            attempt.Intent.Currency,
            attempt.Intent.Discount,
            attempt.Intent.AppliedJson,
            at,
            attempt.Retroactive),
        [.. attempt.Intent.Parts.Select(part => part.Code)])
    {
        Lanes = attempt.Lanes,
        Once = attempt.Intent.Parts.Any(part => part.Stamp is not null),
    };

    public TableEntity ToRow(OrderKey key)
    {
        var row = new TableEntity(key.Hash, key.DecisionRow) { ["Committed"] = Redemption is not null };
        if (Redemption is { } redemption)
        {
            row["OrderId"] = redemption.OrderId;
            row["ContentHash"] = redemption.ContentHash;
            row["Currency"] = redemption.Currency;
            row["Discount"] = redemption.Discount;
            row["At"] = redemption.RedeemedAt;
            row["Codes"] = string.Join(' ', Codes);
            row["Lanes"] = string.Join(' ', Lanes.Select(lane => lane.Partition));
            if (Once)
            {
                row[nameof(Once)] = true;
            }

            if (redemption.HeldUntil is { } heldUntil)
            {
                row["HeldUntil"] = heldUntil;
            }

            row.SetLongText("Applied", redemption.AppliedJson);
        }

        return row;
    }

    /// <summary>When a hold was confirmed; null for what is no hold, or did not end so.</summary>
    public static DateTimeOffset? ConfirmedAtOf(TableEntity row) => row.GetString(Ended) == Confirm ? row.GetDateTimeOffset(EndedAt) : null;

    /// <summary>The change that ends a hold.</summary>
    public static TableEntity EndingRow(OrderKey key, HoldEnding ending, DateTimeOffset at) => new(key.Hash, key.DecisionRow)
    {
        [Ended] = ending switch
        {
            HoldEnding.Confirmed => Confirm,
            HoldEnding.Released => "release",
            HoldEnding.Expired => "expire",
            _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "No such end of a hold."),
        },
        [EndedAt] = at,
    };

    public static Decision Read(OrderKey key, TableEntity row) => row.GetBoolean("Committed") != true
        ? Abort
        : new(
            new Redemption(
                key.RedemptionId,
                row.GetString("OrderId") ?? "",
                row.GetString("ContentHash") ?? "",
                row.ContainsKey("HeldUntil") ? RedemptionState.Held : RedemptionState.Redeemed,
                row.GetDateTimeOffset("HeldUntil"),
                row.GetString("Currency") ?? "",
                row.GetInt64("Discount") ?? 0,
                row.GetLongText("Applied"),
                row.GetDateTimeOffset("At") ?? default,
                key.Slot.Length > 0),
            (row.GetString("Codes") ?? "").Split(' '))
        {
            Lanes = [.. (row.GetString("Lanes") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(LaneKey.Parse)],
            Once = row.GetBoolean(nameof(Once)) == true,
            Ending = row.GetString(Ended) switch
            {
                null => null,
                Confirm => HoldEnding.Confirmed,
                "release" => HoldEnding.Released,
                "expire" => HoldEnding.Expired,
                _ => throw new InvalidDataException("The end of a hold cannot be read."),
            },
            ETag = row.ETag,
        };
}
