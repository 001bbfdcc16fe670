using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace PromoFunctions.Storage.Tables;

/// <summary>Text over the 32,768 characters of one property, in numbered properties (<c>Name00</c>, <c>Name01</c>, …).</summary>
internal static class LongText
{
    private const int Piece = 30_000;

    public static void SetLongText(this TableEntity row, string name, string text)
    {
        for (int start = 0, i = 0; start < text.Length || i == 0; i++)
        {
            var length = Math.Min(Piece, text.Length - start);
            if (length == Piece && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            row[Name(name, i)] = text.Substring(start, length);
            start += length;
        }
    }

    public static string GetLongText(this TableEntity row, string name)
    {
        var first = row.GetString(Name(name, 0)) ?? "";
        if (!row.ContainsKey(Name(name, 1)))
        {
            return first;
        }

        var text = new StringBuilder(first);
        for (var i = 1; row.GetString(Name(name, i)) is { } piece; i++)
        {
            text.Append(piece);
        }

        return text.ToString();
    }

    private static string Name(string name, int index) => name + index.ToString("00", CultureInfo.InvariantCulture);
}
