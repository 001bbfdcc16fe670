using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Redemptions;

/// <summary>The messages of the queue <c>redemption-events</c> for one transaction of the ledger; README describes them. The same transaction makes the same bytes.</summary>
internal static class RedemptionEventMessages
{
    /// <summary>Bytes of one message's events; a queue of the standard tier takes 256 KB, properties included.</summary>
    private const int MostBytes = 200_000;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One message, or several parts when it would be too large for one.</summary>
    public static IReadOnlyList<ServiceBusMessage> Of(LaneEvents events)
    {
        var parts = Split([.. events.Events.Select(Json)]);
        return [.. parts.Select((part, i) => new ServiceBusMessage(new BinaryData(Body(events, i + 1, parts.Count, part)))
        {
            ContentType = "application/json",
            Subject = "redemptions",
            MessageId = IdOf(events, i + 1, parts.Count),
        })];
    }

    private static string IdOf(LaneEvents events, int part, int parts)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{events.CampaignId}|{events.Lane}|{events.Sequence}");
        return parts == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}|{part}");
    }

    private static List<List<byte[]>> Split(IReadOnlyList<byte[]> events)
    {
        var parts = new List<List<byte[]>> { new() };
        var bytes = 0;
        foreach (var each in events)
        {
            if (bytes > 0 && bytes + each.Length + 1 > MostBytes)
            {
                parts.Add([]);
                bytes = 0;
            }

            parts[^1].Add(each);
            bytes += each.Length + 1;
        }

        return parts;
    }

    private static byte[] Body(LaneEvents events, int part, int parts, IReadOnlyList<byte[]> those) => Write(writer =>
    {
        writer.WriteString("type", "redemptions");
        writer.WriteString("campaignId", events.CampaignId);
        writer.WriteNumber("lane", events.Lane);
        writer.WriteNumber("sequence", events.Sequence);
        writer.WriteNumber("part", part);
        writer.WriteNumber("parts", parts);
        writer.WriteString("at", events.At);
        writer.WriteStartArray("events");
        foreach (var each in those)
        {
            writer.WriteRawValue(each, skipInputValidation: true);
        }

        writer.WriteEndArray();
    });

    private static byte[] Json(RedemptionEvent told) => Write(writer =>
    {
        writer.WriteString("kind", WordOf(told.Kind));
        writer.WriteString("redemptionId", told.RedemptionId);
        writer.WriteString("orderId", told.OrderId);
        writer.WriteString("code", told.Code);
        writer.WriteString("channel", told.Channel);
        writer.WriteString("currency", told.Currency);
        writer.WriteNumber("discount", told.Discount);
        writer.WriteNumber("orderValue", told.OrderValue);
        writer.WriteNumber("termsVersion", told.TermsVersion);
        if (told.HeldUntil is { } until)
        {
            writer.WriteString("heldUntil", until);
        }
        else
        {
            writer.WriteNull("heldUntil");
        }

        writer.WriteString("at", told.At);
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json, Relaxed))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    private static string WordOf(RedemptionEventKind kind) => kind switch
    {
        RedemptionEventKind.Held => "held",
        RedemptionEventKind.Redeemed => "redeemed",
        RedemptionEventKind.Retroactive => "retroactive",
        RedemptionEventKind.Released => "released",
        RedemptionEventKind.Expired => "expired",
        RedemptionEventKind.Refunded => "refunded",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such event."),
    };
}
