using System.Text.Json;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Named, typed values behind a reason, in the order they were named. Immutable; equal by content.</summary>
public sealed class Facts : IEquatable<Facts>
{
    private readonly (string Name, object Value)[] _entries;

    private Facts((string Name, object Value)[] entries) => _entries = entries;

    /// <summary>No facts.</summary>
    public static Facts None { get; } = new([]);

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    /// <summary>Adds a whole number: a count, or minor units.</summary>
    public Facts With(string name, long value) => Add(name, value);

    /// <summary>Adds a yes or no.</summary>
    public Facts With(string name, bool value) => Add(name, value);

    /// <summary>Adds a text.</summary>
    public Facts With(string name, string value) => Add(name, value);

    /// <summary>Adds an instant, kept in UTC.</summary>
    public Facts With(string name, DateTimeOffset value) => Add(name, value.ToUniversalTime());

    /// <summary>Adds a list of texts.</summary>
    public Facts With(string name, IReadOnlyList<string> value) => Add(name, value.ToArray());

    /// <summary>The whole number of that name; null when there is none.</summary>
    public long? WholeOf(string name) => Find(name) as long?;

    /// <summary>The text of that name; null when there is none.</summary>
    public string? TextOf(string name) => Find(name) as string;

    /// <summary>The instant of that name; null when there is none.</summary>
    public DateTimeOffset? InstantOf(string name) => Find(name) as DateTimeOffset?;

    /// <summary>Writes one object, its members in the order they were named.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members into an open object.</summary>
    public void WriteMembers(Utf8JsonWriter writer)
    {
        foreach (var (name, value) in _entries)
        {
            writer.WritePropertyName(name);
            switch (value)
            {
                case long number:
                    writer.WriteNumberValue(number);
                    break;
                case bool flag:
                    writer.WriteBooleanValue(flag);
                    break;
                case string text:
                    writer.WriteStringValue(text);
                    break;
                case DateTimeOffset instant:
                    writer.WriteStringValue(instant);
                    break;
                case string[] texts:
                    writer.WriteStartArray();
                    foreach (var text in texts)
                    {
                        writer.WriteStringValue(text);
                    }

                    writer.WriteEndArray();
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(Facts? other)
    {
        if (other is null || _entries.Length != other._entries.Length)
        {
            return false;
        }

        for (var i = 0; i < _entries.Length; i++)
        {
            var (one, another) = (_entries[i], other._entries[i]);
            var same = one.Value is string[] texts
                ? another.Value is string[] others && texts.AsSpan().SequenceEqual(others)
                : one.Value.Equals(another.Value);
            if (one.Name != another.Name || !same)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Facts);

    /// <inheritdoc/>
    public override int GetHashCode() => _entries.Aggregate(_entries.Length, (hash, entry) => HashCode.Combine(hash, entry.Name));

    private Facts Add(string name, object value) => new([.. _entries, (name, value)]);

    private object? Find(string name)
    {
        foreach (var entry in _entries)
        {
            if (entry.Name == name)
            {
                return entry.Value;
            }
        }

        return null;
    }
}
