namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

internal static class ReturnTypes
{
    /// <summary>What a method yields once it is done: null for void, Task and ValueTask.</summary>
    public static Type? Unwrap(Type returned)
    {
        if (returned == typeof(void) || returned == typeof(Task) || returned == typeof(ValueTask))
        {
            return null;
        }

        return returned.IsGenericType
            && (returned.GetGenericTypeDefinition() == typeof(Task<>) || returned.GetGenericTypeDefinition() == typeof(ValueTask<>))
                ? returned.GetGenericArguments()[0]
                : returned;
    }
}
