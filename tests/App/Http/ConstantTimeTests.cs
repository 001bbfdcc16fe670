using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.App.Tests.Http;

/// <summary>Secrets are compared whole, whichever byte differs first. How long that takes cannot be asserted; what the compiled code calls can.</summary>
public sealed class ConstantTimeTests
{
    private static readonly Type s_keys = typeof(FunctionAttribute).Assembly.GetType("Microsoft.Azure.Functions.Worker.Runtime.Http.FunctionKeys", throwOnError: true) ?? typeof(object);

    public static readonly TheoryData<Type, string> Comparisons = new() { { s_keys, "Matches" }, { typeof(UnsubscribeLinks), nameof(UnsubscribeLinks.TryRead) } };

    private static readonly string[] s_early = ["Equals", "op_Equality", "op_Inequality", "SequenceEqual", "Compare", "CompareTo", "CompareOrdinal", "StartsWith", "Contains", "IndexOf"];

    [Theory]
    [MemberData(nameof(Comparisons), DisableDiscoveryEnumeration = true)]
    public void Secret_IsCompared_InConstantTimeAndInNoOtherWay(Type type, string method)
    {
        var calls = CallsOf(type.GetMethod(method, BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) ?? throw new InvalidOperationException($"There is no {method}."));

        Assert.Contains($"{nameof(CryptographicOperations)}.{nameof(CryptographicOperations.FixedTimeEquals)}", calls);
        Assert.DoesNotContain(calls, call => s_early.Contains(call.Split('.')[^1]));
    }

    /// <summary>Every four bytes that are a method's token after the byte of a call; operands that look like one are methods all the same.</summary>
    private static List<string> CallsOf(MethodInfo method)
    {
        const byte call = 0x28;
        const byte callVirtual = 0x6F;
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var calls = new List<string>();
        for (var at = 0; at + 4 < code.Length; at++)
        {
            var token = BitConverter.ToInt32(code, at + 1);
            if (code[at] is call or callVirtual && (token >> 24) is 0x06 or 0x0A or 0x2B && Resolve(method.Module, token) is { } called)
            {
                calls.Add($"{called.DeclaringType?.Name}.{called.Name}");
            }
        }

        return calls;
    }

    private static MethodBase? Resolve(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
