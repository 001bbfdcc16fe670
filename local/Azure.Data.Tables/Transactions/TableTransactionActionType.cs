namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Inserts a row that must not exist; 409 <c>EntityAlreadyExists</c> otherwise.</summary>
    Add = 0,

    /// <summary>Merges into a row that must exist and match the action's ETag.</summary>
    UpdateMerge = 1,

    /// <summary>Replaces a row that must exist and match the action's ETag.</summary>
    UpdateReplace = 2,

    /// <summary>Deletes a row that must exist and match the action's ETag.</summary>
    Delete = 3,

    /// <summary>Merges into the row or inserts it.</summary>
    UpsertMerge = 4,

    /// <summary>Replaces the row or inserts it.</summary>
    UpsertReplace = 5,
}
