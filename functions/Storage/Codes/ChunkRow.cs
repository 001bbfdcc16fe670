using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Storage.Codes;

/// <summary>The row beside the codes of a chunk that says what became of them. A chunk without one is as it was issued.</summary>
/// <remarks>
/// The codes of a batch follow from its seed, so listing them needs nothing of storage but what has changed since: this one row for a hundred
/// codes, found by a point read. A change of a code and the note of it here are one transaction, so no crash can part them; notes
/// of different codes are merged and never wait for each other. At most 2 properties a code of the 252 that a row may have.
/// </remarks>
internal static class ChunkRow
{
    /// <summary>No code has this character.</summary>
    public const string Key = "!";

    private const string Redrawn = nameof(Redrawn);
    private const string Taken = nameof(Taken);
    private const string Status = nameof(Status);

    /// <summary>Written before a chunk in which another code takes the place of one that the shop has already: only reading tells which codes it has.</summary>
    public static TableEntity OfRedrawn(string partition) => new(partition, Key) { [Redrawn] = true };

    public static bool IsRedrawn(TableEntity? row) => row?.GetBoolean(Redrawn) ?? false;

    /// <summary>To be merged with a change of a code's mark.</summary>
    public static TableEntity OfTaken(PromoCode code, string takenBy) => new(CodeRow.PartitionOf(code), Key) { [Taken + Own(code)] = takenBy };

    /// <summary>To be merged with a change of a code's status, which may take the mark away.</summary>
    public static TableEntity OfStatus(PromoCode code, CodeStatus status, string? takenBy)
    {
        var row = OfTaken(code, takenBy ?? "");
        row[Status + Own(code)] = (int)status;
        return row;
    }

    /// <summary>A code of the chunk as it stands.</summary>
    public static IssuedCode Read(TableEntity? row, PromoCode code, BatchRow batch)
    {
        var issued = new IssuedCode(code, batch.Campaign, CodeKind.Unique) { Batch = batch.Id };
        return row is null
            ? issued
            : issued with
            {
                Status = (CodeStatus)(row.GetInt32(Status + Own(code)) ?? 0),
                TakenBy = row.GetString(Taken + Own(code)) is { Length: > 0 } taker ? taker : null,
            };
    }

    private static string Own(PromoCode code) => code.Value[^GeneratedPart.Length..];
}
