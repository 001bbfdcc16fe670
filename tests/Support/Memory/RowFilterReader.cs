using System.Globalization;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>Reads a <c>$filter</c>: comparisons of a column with a literal, joined by <c>and</c>, <c>or</c>, <c>not</c> and brackets.</summary>
internal sealed class RowFilterReader
{
    private readonly string _text;
    private int _at;

    private RowFilterReader(string text) => _text = text;

    /// <summary>The condition of a filter's text; null lets every row through.</summary>
    /// <exception cref="NotSupportedException">It is none that this project sends.</exception>
    public static RowFilter Read(string? text)
    {
        if (text is null)
        {
            return RowFilter.All;
        }

        var reader = new RowFilterReader(text);
        var filter = reader.Alternatives();
        reader.Space();
        return reader._at == text.Length ? filter : throw reader.Unknown();
    }

    private RowFilter Alternatives()
    {
        var left = Conjunction();
        while (TakeWord("or"))
        {
            left = new RowFilter.Either(left, Conjunction());
        }

        return left;
    }

    private RowFilter Conjunction()
    {
        var left = Condition();
        while (TakeWord("and"))
        {
            left = new RowFilter.Both(left, Condition());
        }

        return left;
    }

    private RowFilter Condition()
    {
        if (TakeWord("not"))
        {
            return new RowFilter.Negation(Condition());
        }

        Space();
        if (_at < _text.Length && _text[_at] == '(')
        {
            _at++;
            var inner = Alternatives();
            Space();
            return _at < _text.Length && _text[_at++] == ')' ? inner : throw Unknown();
        }

        return new RowFilter.Comparison(Word(), Word(), Literal());
    }

    private object Literal()
    {
        Space();
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('\'' or ' ' or ')'))
        {
            _at++;
        }

        var word = _text[start.._at];
        if (_at == _text.Length || _text[_at] != '\'')
        {
            return word switch
            {
                "true" => true,
                "false" => false,
                _ when word.EndsWith('L') => long.Parse(word.AsSpan(..^1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                _ when int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
                _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
                _ => throw Unknown(),
            };
        }

        var quoted = MemoryRequest.Quoted(_text, _at, out _at);
        return word switch
        {
            "" => quoted,
            "guid" => Guid.Parse(quoted),
            "datetime" => DateTimeOffset.Parse(quoted, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            "X" => Convert.FromHexString(quoted),
            _ => throw Unknown(),
        };
    }

    private string Word()
    {
        Space();
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Unknown();
    }

    private bool TakeWord(string word)
    {
        Space();
        var found = _text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)
            && (_at + word.Length == _text.Length || _text[_at + word.Length] is ' ' or '(');
        _at += found ? word.Length : 0;
        return found;
    }

    private void Space()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private NotSupportedException Unknown() => new($"No filter that is known here, at {_at}: {_text}");
}
