using System.Collections.Immutable;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Redemptions;

/// <summary>Reads the body of <c>POST /api/redemptions/{redemptionId}/refund</c>.</summary>
internal static class RefundBody
{
    private const int MaxIdLength = 128;

    /// <summary>A refund of lines, or with <c>full</c> of all that is left.</summary>
    public static RefundRequest? Read(FieldReader reader)
    {
        var refundId = reader.Text("refundId", MaxIdLength);
        var byLines = reader.Has("lines");
        var lines = reader.OptionalObjects("lines", Cart.MaxLines, ReadLine, minItems: 1);
        var hasFull = reader.Has("full");
        var full = reader.OptionalFlag("full");
        if (byLines && hasFull)
        {
            reader.Refuse("full", "must not stand beside lines.");
        }
        else if (full == false)
        {
            reader.Refuse("full", "must be true; a part of the order is named by lines.");
        }
        else if (!byLines && !hasFull)
        {
            reader.Refuse("lines", "is required, unless full is true.");
        }

        RefuseTwice(reader, lines);
        reader.RefuseUnknown();
        return refundId is not null && !reader.Failed ? new RefundRequest(refundId, full == true ? null : lines?.ToImmutableArray()) : null;
    }

    private static RefundedUnits? ReadLine(FieldReader reader)
    {
        var id = reader.Text("id", CartLine.MaxIdLength);
        var quantity = reader.Int("quantity", 1, CartLine.MaxQuantity);
        reader.RefuseUnknown();
        return id is not null && quantity is { } units ? new RefundedUnits(id, units) : null;
    }

    private static void RefuseTwice(FieldReader reader, IReadOnlyList<RefundedUnits>? lines)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < lines?.Count; i++)
        {
            if (!seen.Add(lines[i].Id))
            {
                reader.Refuse("lines", i, "names a line that stands before it.");
            }
        }
    }
}
