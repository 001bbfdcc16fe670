using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Compiles a function's method to a delegate, so that a call costs no reflection.</summary>
internal static class MethodCall
{
    /// <summary>A call with the instance (null for a static method) and the arguments; it yields what the method's task yields, null for none.</summary>
    public static Func<object?, object?[], ValueTask<object?>> Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object), "instance");
        var arguments = Expression.Parameter(typeof(object?[]), "arguments");
        var call = Expression.Call(
            method.IsStatic || method.DeclaringType is null ? null : Expression.Convert(instance, method.DeclaringType),
            method,
            method.GetParameters().Select((parameter, i) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)));
        return Expression.Lambda<Func<object?, object?[], ValueTask<object?>>>(Await(call), instance, arguments).Compile();
    }

    private static Expression Await(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void))
        {
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        }

        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return Expression.Call(typeof(MethodCall), nameof(AwaitTask), null, type == typeof(Task) ? call : Expression.Call(call, nameof(ValueTask.AsTask), null));
        }

        var result = ReturnTypes.Unwrap(type) ?? type;
        if (result == type)
        {
            return Expression.Call(typeof(ValueTask), nameof(ValueTask.FromResult), [typeof(object)], Expression.Convert(call, typeof(object)));
        }

        var name = type.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(AwaitTaskOf) : nameof(AwaitValueTaskOf);
        return Expression.Call(typeof(MethodCall), name, [result], call);
    }

    private static async ValueTask<object?> AwaitTask(Task task)
    {
        await task;
        return null;
    }

    private static ValueTask<object?> AwaitTaskOf<T>(Task<T> task)
    {
        return task.IsCompletedSuccessfully ? new ValueTask<object?>(task.GetAwaiter().GetResult()) : Slow(task);

        static async ValueTask<object?> Slow(Task<T> task) => await task;
    }

    private static async ValueTask<object?> AwaitValueTaskOf<T>(ValueTask<T> task) => await task;
}
