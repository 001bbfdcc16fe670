#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Globalization;
using System.Runtime.Serialization;

namespace Azure.Data.Tables;

/// <summary>A transaction failed at one of its actions, and none of them took effect.</summary>
[Serializable]
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>The key of <see cref="Exception.Data"/> under which a failed part's index is carried.</summary>
    internal const string FailedIndexKey = "FailedEntity";

    /// <summary>Makes one from the failure of the part.</summary>
    /// <param name="requestFailedException">The failure, whose data may carry the index of the part.</param>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            (requestFailedException ?? throw new ArgumentNullException(nameof(requestFailedException))).Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        foreach (var key in requestFailedException.Data.Keys)
        {
            Data[key] = requestFailedException.Data[key];
        }

        if (Data[FailedIndexKey] is string text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            FailedTransactionActionIndex = index;
        }
    }

    /// <inheritdoc />
    [Obsolete("Binary serialization of exceptions is obsolete.", DiagnosticId = "SYSLIB0051")]
    protected TableTransactionFailedException(SerializationInfo info, StreamingContext context)
        : base(info, context)
    {
    }

    /// <summary>The position of the failed action in the submitted list, from 0; null when the service named none.</summary>
    public int? FailedTransactionActionIndex { get; }
}
