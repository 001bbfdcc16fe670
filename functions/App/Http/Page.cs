using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PromoFunctions.App.Http;

/// <summary>The part of a list that a caller asks for.</summary>
/// <param name="Limit">1 to <see cref="MostItems"/> items.</param>
/// <param name="After">The key of the last item of the page before; null for the first page.</param>
public sealed record Page(int Limit, string? After)
{
    /// <summary>The most items of a page.</summary>
    public const int MostItems = 1_000;

    private const int UsualItems = 100;

    /// <summary>What is said of a token that no answer of the list gave.</summary>
    public static Problem Misplaced => Problem.Invalid("next", "must be the next of an earlier answer.");

    /// <summary>Reads <c>?limit=</c> and <c>?next=</c>.</summary>
    /// <returns>The page, or what is wrong.</returns>
    public static (Page? Page, Problem? Problem) Read(HttpRequest request)
    {
        var limit = UsualItems;
        if (request.Query["limit"].ToString() is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostItems))
        {
            return (null, Problem.Invalid("limit", $"must be a whole number from 1 to {MostItems}."));
        }

        if (request.Query["next"].ToString() is not { Length: > 0 } token)
        {
            return (new(limit, null), null);
        }

        try
        {
            return (new(limit, Encoding.UTF8.GetString(Convert.FromHexString(token))), null);
        }
        catch (FormatException)
        {
            return (null, Misplaced);
        }
    }

    /// <summary>200 with the items and, when there is one more than the limit, the token of the next page.</summary>
    public Answer Answer<T>(IReadOnlyList<T> found, Func<T, string> keyOf, Action<Utf8JsonWriter, T> write) => Http.Answer.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var item in found.Take(Limit))
        {
            write(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteString("next", found.Count > Limit ? Convert.ToHexStringLower(Encoding.UTF8.GetBytes(keyOf(found[Limit - 1]))) : null);
        writer.WriteEndObject();
    });
}
