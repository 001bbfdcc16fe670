namespace Azure.Data.Tables;

/// <summary>What becomes of the columns that a written entity does not name.</summary>
public enum TableUpdateMode
{
    /// <summary>They keep their values. A null is a column that is not named.</summary>
    Merge = 0,

    /// <summary>They are removed.</summary>
    Replace = 1,
}
