using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>Changes a code that works once: its row and, for one of a batch, the note in its chunk's row. One request.</summary>
internal sealed class CodeChanges(PromoTables tables)
{
    /// <summary>Says who has the code; empty for nobody.</summary>
    /// <returns>How it ended, and the code's ETag when it was written.</returns>
    public async Task<(WriteResult Result, ETag ETag)> TryMarkAsync(PromoCode code, string takenBy, ETag ifMatch, bool inChunk, CancellationToken cancellationToken) =>
        inChunk
            ? await TrySubmitAsync(new(TableTransactionActionType.UpdateMerge, CodeRow.Mark(code, takenBy), ifMatch), ChunkRow.OfTaken(code, takenBy), cancellationToken).ConfigureAwait(false)
            : await tables.Codes.TryMergeAsync(CodeRow.Mark(code, takenBy), ifMatch, cancellationToken).ConfigureAwait(false);

    /// <summary>Writes a code's row with its new status.</summary>
    public async Task<WriteResult> TryReplaceAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (!CodeRow.IsInChunk(row))
        {
            return await tables.Codes.TryReplaceAsync(row, row.ETag, cancellationToken).ConfigureAwait(false);
        }

        var code = CodeRow.Read(row);
        var note = ChunkRow.OfStatus(code.Code, code.Status, code.TakenBy);
        return (await TrySubmitAsync(new(TableTransactionActionType.UpdateReplace, row, row.ETag), note, cancellationToken).ConfigureAwait(false)).Result;
    }

    private async Task<(WriteResult Result, ETag ETag)> TrySubmitAsync(TableTransactionAction change, TableEntity note, CancellationToken cancellationToken)
    {
        var result = await tables.Codes.TrySubmitAsync([change, new(TableTransactionActionType.UpsertMerge, note)], cancellationToken).ConfigureAwait(false);
        return (result.Result, result.Result == WriteResult.Written ? result.ETags[0] : default);
    }
}
