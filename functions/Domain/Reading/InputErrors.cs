namespace PromoFunctions.Domain.Reading;

/// <summary>
/// What is wrong with an input: JSON pointer (RFC 6901; "" is the whole body) to sentences that complete
/// "the value at this place …". At most <see cref="MostKept"/> sentences are kept; <see cref="Count"/> counts on,
/// so that a hostile body costs neither memory nor a page of text.
/// </summary>
public sealed class InputErrors
{
    /// <summary>The most sentences that are kept.</summary>
    public const int MostKept = 50;

    private readonly List<(string Pointer, List<string> Sentences)> _places = [];
    private int _kept;

    /// <summary>How many problems were reported, kept or not.</summary>
    public int Count { get; private set; }

    /// <summary>Whether nothing was reported.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Whether a further sentence would still be kept.</summary>
    internal bool HasRoom => _kept < MostKept;

    /// <summary>Reports one problem. The same sentence at the same place is kept once.</summary>
    public void Add(string pointer, string sentence)
    {
        Count++;
        if (!HasRoom)
        {
            return;
        }

        foreach (var place in _places)
        {
            if (place.Pointer == pointer)
            {
                if (!place.Sentences.Contains(sentence))
                {
                    place.Sentences.Add(sentence);
                    _kept++;
                }

                return;
            }
        }

        _places.Add((pointer, [sentence]));
        _kept++;
    }

    /// <summary>The places in the order they were first reported, each with its sentences.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> ToList() =>
        [.. _places.Select(place => KeyValuePair.Create<string, IReadOnlyList<string>>(place.Pointer, place.Sentences.ToArray()))];
}
