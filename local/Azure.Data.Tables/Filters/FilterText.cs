using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>Filters from interpolated strings.</summary>
internal static class FilterText
{
    /// <summary>The filter, its values as literals, so that none of them can become part of the condition.</summary>
    /// <exception cref="ArgumentException">A value is of a type that a filter cannot hold.</exception>
    public static string? Create(FormattableString? filter)
    {
        if (filter is null)
        {
            return null;
        }

        var literals = new object[filter.ArgumentCount];
        for (var index = 0; index < literals.Length; index++)
        {
            var value = filter.GetArgument(index);
            literals[index] = ODataLiteral.TryCreate(value)
                ?? throw new ArgumentException($"Unable to convert argument {index} from type {value?.GetType()} to an OData literal.", nameof(filter));
        }

        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }
}
