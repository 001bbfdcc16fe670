using System.Text;

namespace Azure.Data.Tables;

/// <summary>The header lines of a part, as they came: of the hundred parts of an answer few are ever asked for a header.</summary>
internal readonly struct HeaderLines(ReadOnlyMemory<byte> lines)
{
    /// <summary>The value of the first header of a name, letter case aside; null when there is none.</summary>
    public string? Find(string name)
    {
        foreach (var (key, value) in All())
        {
            if (Ascii.EqualsIgnoreCase(key.Span, name))
            {
                return Encoding.UTF8.GetString(value.Span);
            }
        }

        return null;
    }

    /// <summary>Names and values, without the white space around them.</summary>
    public IEnumerable<(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value)> All()
    {
        var rest = lines;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf("\r\n"u8);
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 2)..];
            var colon = line.Span.IndexOf((byte)':');
            if (colon > 0)
            {
                yield return (line[..colon].Trim((byte)' '), line[(colon + 1)..].Trim((byte)' '));
            }
        }
    }
}
