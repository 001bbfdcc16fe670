namespace PromoFunctions.Storage.Tables;

/// <summary>How a conditional write ended.</summary>
internal enum WriteResult
{
    /// <summary>It is in the table.</summary>
    Written,

    /// <summary>The row stood there already (an insert, 409).</summary>
    Exists,

    /// <summary>The row changed since it was read, or is gone (412, 404).</summary>
    Changed,

    /// <summary>No answer that tells (500, timeout, connection lost): it may have landed, or may land yet.</summary>
    Unknown,
}

/// <summary>How a transaction ended.</summary>
/// <param name="Result">Of the whole, since it is atomic.</param>
/// <param name="FailedIndex">The action that was refused; -1 when none or not known.</param>
/// <param name="ETags">Of the written rows, in the order of the actions; empty unless written.</param>
internal readonly record struct TransactionResult(WriteResult Result, int FailedIndex, IReadOnlyList<Azure.ETag> ETags);
