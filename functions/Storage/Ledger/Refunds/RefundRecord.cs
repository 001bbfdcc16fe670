using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>A refund: row <c>f|id</c>, insert only. Once it stands it is applied in every lane, whatever dies.</summary>
/// <param name="Key">Where it stands.</param>
/// <param name="Refund">The answer.</param>
/// <param name="Content">What was asked, as <see cref="ContentOf"/> has it.</param>
/// <param name="Nonce">Tells the row of this very call from another's.</param>
/// <param name="Shares">What every lane books.</param>
internal sealed record RefundRecord(RefundKey Key, Refund Refund, string Content, string Nonce, ImmutableArray<RefundShare> Shares)
{
    /// <summary>The lanes that apply it.</summary>
    public ImmutableArray<LaneKey> Lanes { get; } = [.. Shares.Select(share => share.Lane).Distinct().OrderBy(lane => lane.Partition, StringComparer.Ordinal)];

    /// <summary>The same for two requests that ask for the same, in whatever order they name the lines.</summary>
    public static string ContentOf(RefundRequest request) => request.Lines is { } lines
        ? Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(lines.OrderBy(line => line.Id, StringComparer.Ordinal))))
        : "full";

    public TableEntity ToRow()
    {
        var row = new TableEntity(Key.Order, Key.Row) { [nameof(Content)] = Content, [nameof(Nonce)] = Nonce };
        row.SetLongText(nameof(Refund), JsonSerializer.Serialize(Refund));
        row.SetLongText(nameof(Shares), JsonSerializer.Serialize(Shares));
        return row;
    }

    public static RefundRecord Read(RefundKey key, TableEntity row) => new(
        key,
        JsonSerializer.Deserialize<Refund>(row.GetLongText(nameof(Refund))) ?? throw new InvalidDataException("A refund's row is empty."),
        row.GetString(nameof(Content)) ?? "",
        row.GetString(nameof(Nonce)) ?? "",
        JsonSerializer.Deserialize<ImmutableArray<RefundShare>>(row.GetLongText(nameof(Shares))));
}
