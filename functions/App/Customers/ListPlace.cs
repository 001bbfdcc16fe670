using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Customers;

/// <summary>Where one list of several goes on.</summary>
/// <param name="After">Behind this place; null begins with the newest.</param>
/// <param name="Ended">Whether there is nothing more of it.</param>
public sealed record ListPlace<TPlace>(TPlace? After, bool Ended)
    where TPlace : class;

/// <summary>Places of lists in a token.</summary>
internal static class ListPlace
{
    /// <summary>Between two places; no place's token has it.</summary>
    public const char Between = '.';

    /// <summary>Stands for a list that has ended; no place's token is that.</summary>
    public const string End = "~";

    /// <summary>Reads the text of one list: nothing for its beginning. Null when it is none.</summary>
    public static ListPlace<TPlace>? Read<TPlace>(string text, TextParser<TPlace> parse)
        where TPlace : class =>
        text.Length == 0 ? new(null, false)
        : text == End ? new(null, true)
        : parse(text, out var place, out _) ? new(place, false)
        : null;
}
