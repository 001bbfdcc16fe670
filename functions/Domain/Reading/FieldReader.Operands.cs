using System.Text.Json;

namespace PromoFunctions.Domain.Reading;

// A member that is either a number or the name of one.
public sealed partial class FieldReader
{
    /// <summary>
    /// A number as <see cref="Decimal"/> takes it, or text of one line that names one. Both are null when the member is
    /// absent, null or wrong.
    /// </summary>
    public (decimal? Number, string? Name) OptionalNumberOrName(string name, decimal min, decimal max, int maxDecimals, int maxLength)
    {
        if (!Find(name, out var value))
        {
            return (null, null);
        }

        return value.ValueKind == JsonValueKind.String
            ? (null, ReadText(name, value, maxLength, severalLines: false))
            : (ReadDecimal(name, value, min, max, maxDecimals), null);
    }
}
