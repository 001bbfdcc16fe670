#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Collections;

namespace Azure.Data.Tables;

public sealed partial class TableEntity : IDictionary<string, object>
{
    /// <summary>The names of the columns, those of the keys and the service included.</summary>
    public ICollection<string> Keys => _columns.Keys;

    /// <summary>The number of columns, those of the keys and the service included.</summary>
    public int Count => _columns.Count;

    ICollection<object> IDictionary<string, object>.Values => _columns.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>A column by its name; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">A value is set over one of a type that it does not fit.</exception>
    public object this[string key]
    {
        get => Find(key);
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            _columns[key] = value is not null && _columns.GetValueOrDefault(key) is { } old ? Fit(key, old, value) : value;
        }
    }

    /// <summary>Sets a column, whether it is there or not, like the indexer.</summary>
    /// <exception cref="InvalidOperationException">There is one of a type that the value does not fit.</exception>
    public void Add(string key, object value) => this[key] = value;

    /// <summary>Whether there is a column of this name.</summary>
    public bool ContainsKey(string key) => _columns.ContainsKey(key);

    /// <summary>Removes a column and says whether it was there.</summary>
    public bool Remove(string key) => _columns.Remove(key);

    /// <summary>A column by its name, and whether it is there.</summary>
    public bool TryGetValue(string key, out object value) => _columns.TryGetValue(key, out value);

    /// <summary>Removes every column, keys included.</summary>
    public void Clear() => _columns.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => this[item.Key] = item.Value;

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_columns).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_columns).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_columns).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();

    /// <summary>Allocation-free walk over the columns, for the writer.</summary>
    internal Dictionary<string, object>.Enumerator Columns() => _columns.GetEnumerator();

    /// <summary>Sets what the service sent, whose types are not up for discussion.</summary>
    internal void Load(string key, object value) => _columns[key] = value;

    /// <summary>A column keeps its type: an int widens to a long or a double, an instant is an instant, all else must match.</summary>
    private static object Fit(string key, object old, object value) => (old, value) switch
    {
        _ when old.GetType() == value.GetType() => value,
        (int, long or double) => value,
        (long, int number) => (long)number,
        (double, int number) => (double)number,
        (DateTimeOffset, DateTime) or (DateTime, DateTimeOffset) => value,
        (byte[], BinaryData) or (BinaryData, byte[]) => value,
        _ => throw new InvalidOperationException($"Column '{key}' holds a {old.GetType()}; a {value.GetType()} does not fit."),
    };
}
