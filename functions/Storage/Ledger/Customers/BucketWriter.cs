using System.Buffers;
using System.Text;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Writes the bytes of a <see cref="CustomerBucket"/>.</summary>
internal sealed class BucketWriter(int capacity)
{
    /// <summary>In place of a key's length: 32 hexadecimal digits follow as 16 bytes. No key is empty.</summary>
    public const int Packed = 0;

    /// <summary>Bytes of such a key.</summary>
    public const int PackedLength = 16;

    private readonly ArrayBufferWriter<byte> _bytes = new(capacity);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>A customer's key, whole: the ledger takes any text, customers' keys as they are made fit half the room.</summary>
    public static byte[] KeyOf(string customerKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(customerKey);
        var writer = new BucketWriter(64);
        if (CustomerKey.TryParse(customerKey, out _, out _))
        {
            writer.Number(Packed);
            writer.Bytes(Convert.FromHexString(customerKey));
        }
        else
        {
            writer.Text(customerKey);
        }

        return writer.Written.ToArray();
    }

    public void Number(int number)
    {
        var rest = unchecked((uint)number);
        for (; rest >= 0x80; rest >>= 7)
        {
            Bytes([(byte)((rest & 0x7F) | 0x80)]);
        }

        Bytes([(byte)rest]);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(bytes.Length);
        Bytes(bytes);
    }
}
