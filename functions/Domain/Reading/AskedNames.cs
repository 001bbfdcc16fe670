using System.Runtime.CompilerServices;

namespace PromoFunctions.Domain.Reading;

/// <summary>The names of the members that a reader was asked for. Room for those of most objects is part of the reader itself.</summary>
internal struct AskedNames
{
    private Names _first;
    private int _count;
    private List<string>? _more;

    /// <summary>Adds a name; false when it was there.</summary>
    internal bool Add(string name)
    {
        if (Contains(name))
        {
            return false;
        }

        if (_count < Names.Room)
        {
            _first[_count++] = name;
        }
        else
        {
            (_more ??= []).Add(name);
        }

        return true;
    }

    internal readonly bool Contains(string name)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_first[i] == name)
            {
                return true;
            }
        }

        return _more?.Contains(name) ?? false;
    }

    internal readonly List<string> ToList()
    {
        var names = new List<string>();
        for (var i = 0; i < _count; i++)
        {
            names.Add(_first[i]);
        }

        names.AddRange(_more ?? []);
        return names;
    }

    internal void Clear()
    {
        _count = 0;
        _more?.Clear();
    }

    [InlineArray(Room)]
    private struct Names
    {
        internal const int Room = 16;
        private string _name;
    }
}
