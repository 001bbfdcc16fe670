using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Azure.Data.Tables;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Storage.Attempts;

/// <summary>What codes were sent with, as compressed JSON in one property; nothing when even that is too large for one.</summary>
internal readonly struct AttemptContentBytes
{
    /// <summary>What one property holds, less a little.</summary>
    private const int Most = 60_000;

    private const string Content = nameof(Content);

    private readonly byte[]? _bytes;

    private AttemptContentBytes(byte[]? bytes) => _bytes = bytes;

    public static AttemptContentBytes Of(SentCodes sent)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("at", sent.EvaluatedAt);
            if (sent.OrdersPlaced is { } orders)
            {
                writer.WriteNumber("ordersPlaced", orders);
            }

            writer.WriteStartArray("tags");
            foreach (var tag in sent.Tags)
            {
                writer.WriteStringValue(tag);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("cart");
            sent.Cart.Write(writer);
            writer.WriteEndObject();
        }

        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(json.WrittenSpan);
        }

        return new(compressed.Length <= Most ? compressed.ToArray() : null);
    }

    public static AttemptContent? Read(TableEntity row, CustomerKey? customer)
    {
        if (row.GetBinary(Content) is not { } bytes)
        {
            return null;
        }

        using var json = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
        {
            gzip.CopyTo(json);
        }

        return JsonInput.Read(json.ToArray(), new InputErrors(), reader => Read(reader, customer));
    }

    public void Set(TableEntity row)
    {
        if (_bytes is not null)
        {
            row[Content] = _bytes;
        }
    }

    private static AttemptContent? Read(FieldReader reader, CustomerKey? customer)
    {
        var at = reader.Instant("at");
        var orders = reader.OptionalInt("ordersPlaced", 0, int.MaxValue);
        var tags = reader.Texts("tags", Customer.MaxTags, Customer.MaxNameLength);
        var cart = reader.Object("cart", Cart.Read);
        return at is { } evaluatedAt && tags is not null && cart is not null && !reader.Failed
            ? new AttemptContent(evaluatedAt, cart, orders, tags, customer)
            : null;
    }
}
