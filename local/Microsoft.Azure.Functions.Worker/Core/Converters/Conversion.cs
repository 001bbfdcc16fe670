namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Whether a converter made a value.</summary>
public enum ConversionStatus
{
    /// <summary>Not this converter's business; the next one is asked.</summary>
    Unhandled = 0,

    /// <summary>It made one.</summary>
    Succeeded = 1,

    /// <summary>It was its business, and it could not.</summary>
    Failed = 2,
}

/// <summary>What a converter answers.</summary>
public readonly struct ConversionResult
{
    private ConversionResult(ConversionStatus status, object? value, Exception? error)
    {
        Status = status;
        Value = value;
        Error = error;
    }

    /// <summary>Whether a value was made.</summary>
    public ConversionStatus Status { get; }

    /// <summary>The value, when one was made.</summary>
    public object? Value { get; }

    /// <summary>Why none could be made.</summary>
    public Exception? Error { get; }

    /// <summary>Not this converter's business.</summary>
    public static ConversionResult Unhandled() => new(ConversionStatus.Unhandled, null, null);

    /// <summary>The value made, null included.</summary>
    public static ConversionResult Success(object? value) => new(ConversionStatus.Succeeded, value, null);

    /// <summary>No value could be made.</summary>
    /// <exception cref="ArgumentNullException">There is no exception.</exception>
    public static ConversionResult Failed(Exception exception) =>
        new(ConversionStatus.Failed, null, exception ?? throw new ArgumentNullException(nameof(exception)));
}

/// <summary>What a converter is to make, and from what.</summary>
public abstract class ConverterContext
{
    /// <summary>The parameter's type.</summary>
    public abstract Type TargetType { get; }

    /// <summary>What the trigger brought for the parameter, or null.</summary>
    public abstract object? Source { get; }

    /// <summary>The invocation.</summary>
    public abstract FunctionContext FunctionContext { get; }

    /// <summary>What the parameter tells its converters.</summary>
    public abstract IReadOnlyDictionary<string, object> Properties { get; }
}

/// <summary>Makes a parameter's value from what the trigger brought.</summary>
public interface IInputConverter
{
    /// <summary>Makes the value, or says that it cannot.</summary>
    ValueTask<ConversionResult> ConvertAsync(ConverterContext context);
}

/// <summary>Names the converter of a parameter or of a type.</summary>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Struct,
    AllowMultiple = true)]
public class InputConverterAttribute : Attribute
{
    /// <summary>Names the converter, which the container or its parameterless constructor makes once.</summary>
    /// <exception cref="ArgumentNullException">There is no type.</exception>
    /// <exception cref="InvalidOperationException">The type is no <see cref="IInputConverter"/>.</exception>
    public InputConverterAttribute(Type converterType)
    {
        ArgumentNullException.ThrowIfNull(converterType);
        if (!typeof(IInputConverter).IsAssignableFrom(converterType))
        {
            throw new InvalidOperationException($"{converterType.Name} is no {typeof(IInputConverter).FullName}, so it cannot convert an input.");
        }

        ConverterType = converterType;
    }

    /// <summary>The converter.</summary>
    public Type ConverterType { get; }
}
