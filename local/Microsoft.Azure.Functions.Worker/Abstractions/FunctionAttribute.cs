namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a public method a function.</summary>
/// <param name="name">Unique among the app's functions, without regard to case: letters, digits, '-' and '_', starting with a letter, at most 127 characters.</param>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name, as the host shows it and as routes default to.</summary>
    public string Name { get; } = name;
}
