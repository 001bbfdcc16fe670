using System.Text;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Reads the bytes of a <see cref="CustomerBucket"/>, front to back.</summary>
internal ref struct BucketReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether anything is left.</summary>
    public readonly bool More => !_rest.IsEmpty;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>A number in groups of seven bits, the lowest first.</summary>
    public int Number()
    {
        var number = 0u;
        for (var shift = 0; ; shift += 7)
        {
            var next = Bytes(1)[0];
            number |= (next & 0x7Fu) << shift;
            if (next < 0x80)
            {
                return unchecked((int)number);
            }
        }
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new InvalidDataException("A row of customers' uses ends too early.");
        }

        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    /// <summary>A text after its length in bytes.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes(Number()));

    /// <summary>A customer's key as it was written.</summary>
    public ReadOnlySpan<byte> Key()
    {
        var from = _rest;
        var length = Number();
        Bytes(length == BucketWriter.Packed ? BucketWriter.PackedLength : length);
        return from[..(from.Length - _rest.Length)];
    }

    /// <summary>Goes past a customer's uses.</summary>
    public void SkipUses()
    {
        Number();
        Number();
        for (var left = 2 * Number(); left > 0; left--)
        {
            Number();
        }
    }
}
