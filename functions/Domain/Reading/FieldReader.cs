using System.Text.Json;

namespace PromoFunctions.Domain.Reading;

/// <summary>
/// Reads the members of one JSON object by name and type. A getter answers null when the member is absent, null or wrong;
/// what is wrong goes to the <see cref="InputErrors"/>, so that one pass names everything. "Optional" getters take an
/// absent member and an explicit null alike. It never throws on any JSON.
/// </summary>
/// <remarks>
/// Reading is on the path of every request: no pointer is built before something is wrong, unknown members are
/// recognised by counting, and the objects of an array share one reader. So a reader is only good during the call
/// that it was handed to.
/// </remarks>
public sealed partial class FieldReader
{
    private readonly InputErrors _errors;
    private readonly FieldReader? _parent;
    private readonly string? _name;
    private int _index = NotAnItem;
    private JsonElement _element;
    private int _errorsBefore;
    private int _found;
    private AskedNames _asked;

    private const int NotAnItem = -1;

    private FieldReader(JsonElement element, InputErrors errors, FieldReader? parent, string? name)
    {
        _element = element;
        _errors = errors;
        _errorsBefore = errors.Count;
        _parent = parent;
        _name = name;
    }

    /// <summary>Opens the whole body; null, with an error at "", when it is no object.</summary>
    public static FieldReader? Open(JsonElement root, InputErrors errors)
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            return new FieldReader(root, errors, parent: null, name: null);
        }

        errors.Add("", "must be an object.");
        return null;
    }

    /// <summary>Whether anything was reported since this object was opened: in it, or in what it holds.</summary>
    public bool Failed => _errors.Count > _errorsBefore;

    /// <summary>Where this object is.</summary>
    public string Pointer
    {
        get
        {
            if (_parent is null || _name is null)
            {
                return "";
            }

            return _index == NotAnItem ? _parent.PointerTo(_name) : _parent.PointerTo(_name, _index);
        }
    }

    /// <summary>Where a member is.</summary>
    public string PointerTo(string name) => JsonPointer.Append(Pointer, name);

    /// <summary>Where an item of a member that is an array is.</summary>
    public string PointerTo(string name, int index) => JsonPointer.Append(PointerTo(name), index);

    /// <summary>Reports what is wrong with this object, in a sentence without its subject.</summary>
    public void Refuse(string sentence) => _errors.Add(_errors.HasRoom ? Pointer : "", sentence);

    /// <summary>Reports what is wrong with a member.</summary>
    public void Refuse(string name, string sentence) => _errors.Add(_errors.HasRoom ? PointerTo(name) : "", sentence);

    /// <summary>Reports what is wrong with an item of a member that is an array.</summary>
    public void Refuse(string name, int index, string sentence) =>
        _errors.Add(_errors.HasRoom ? PointerTo(name, index) : "", sentence);

    /// <summary>Whether the member is there and not null; counts as asking for it.</summary>
    public bool Has(string name) => Find(name, out _);

    /// <summary>Reports every member that no getter asked for. Call it once, after the last getter.</summary>
    public void RefuseUnknown()
    {
        if (_found == _element.GetPropertyCount())
        {
            return;
        }

        foreach (var member in _element.EnumerateObject())
        {
            var name = NameOf(member);
            if (name is null)
            {
                Refuse("must not have a member whose name is no valid Unicode text.");
            }
            else if (!_asked.Contains(name))
            {
                Refuse(name, "is not known here; known are " + string.Join(", ", _asked.ToList()) + ".");
            }
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private bool Find(string name, out JsonElement value)
    {
        var found = TryGetMember(name, out value);
        if (_asked.Add(name))
        {
            _found += found ? 1 : 0;
        }

        return found && value.ValueKind != JsonValueKind.Null;
    }

    private bool TryGetMember(string name, out JsonElement value)
    {
        try
        {
            return _element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            // Another member's name is no valid text: RefuseUnknown reports it.
            value = default;
            return false;
        }
    }

    private bool Require(string name, out JsonElement value)
    {
        if (Find(name, out value))
        {
            return true;
        }

        Refuse(name, "is required.");
        return false;
    }

    private bool Accept(string name, string? problem)
    {
        if (problem is null)
        {
            return true;
        }

        Refuse(name, problem);
        return false;
    }

    private void MoveTo(JsonElement element, int index)
    {
        _element = element;
        _index = index;
        _errorsBefore = _errors.Count;
        _found = 0;
        _asked.Clear();
    }
}
