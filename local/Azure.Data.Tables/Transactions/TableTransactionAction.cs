#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Data.Tables;

/// <summary>One action of a transaction, see <see cref="TableClient.SubmitTransactionAsync"/>.</summary>
public class TableTransactionAction
{
    /// <summary>An action that matches any version of the row.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">The row; for a deletion only its keys count.</param>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    /// <summary>An action guarded by a version.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">The row; for a deletion only its keys count. The entity's own <see cref="ITableEntity.ETag"/> is not looked at.</param>
    /// <param name="etag">The version that an update or deletion requires; the default stands for any. Inserts and upserts ignore it.</param>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What to do.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The version required; the default stands for any.</summary>
    public ETag ETag { get; }
}
