using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Discovery;

public sealed class UnknownTriggerAttribute : TriggerBindingAttribute;

public abstract class AbstractOwner
{
    [Function("Abstract")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer is null || GetType().IsAbstract ? Task.CompletedTask : Task.CompletedTask;
}

public sealed class AsyncVoid
{
    [Function("AsyncVoid")]
    public static async void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => await Task.Yield();
}

public sealed class TwoBindings
{
    [Function("TwoBindings")]
    public static void Run([TimerTrigger("0 * * * * *"), ServiceBusTrigger("queue")] string both) => both.ToString();
}

public sealed class NullArgument
{
    [Function("NullArgument")]
    public static void Run([ServiceBusTrigger("queue", Connection = null)] string message) => message.ToString();
}

public sealed class NullMethod
{
    [Function("NullMethod")]
    public static IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", null!)] HttpRequest request) => new OkObjectResult(request);
}

public sealed class RetriedQueue
{
    [Function("RetriedQueue")]
    [FixedDelayRetry(3, "00:00:01")]
    public static void Run([ServiceBusTrigger("queue")] string message) => message.ToString();
}

public sealed class RetriedTimer
{
    [Function("RetriedTimer")]
    [ExponentialBackoffRetry(3, "00:00:01", "00:00:10")]
    public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.ToString();
}

public sealed class UnknownTrigger
{
    [Function("UnknownTrigger")]
    public static void Run([UnknownTrigger] string message) => message.ToString();
}

public sealed class NoTrigger
{
    [Function("NoTrigger")]
    public static void Run(string message) => message.ToString();
}

public sealed class BadName
{
    [Function("1-bad name")]
    public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.ToString();
}

internal sealed class NotPublic
{
    [Function("NotPublic")]
    public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.ToString();
}

public sealed class Topic
{
    [Function("Topic")]
    public static void Run([ServiceBusTrigger("topic", "subscription")] string message) => message.ToString();
}

public sealed class ReturnsPlainObject
{
    [Function("ReturnsPlainObject")]
    public static string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => request.Method;
}

public sealed class TakesPlainObject
{
    [Function("TakesPlainObject")]
    public static IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] string request) => new OkObjectResult(request);
}

public sealed class First
{
    [Function("Same")]
    public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.ToString();
}

public sealed class Second
{
    [Function("SAME")]
    public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.ToString();
}

public sealed class AutoComplete
{
    [Function("Unset")]
    public static void Unset([ServiceBusTrigger("queue")] string message) => message.ToString();

    [Function("Off")]
    public static void Off([ServiceBusTrigger("queue", AutoCompleteMessages = false)] string message) => message.ToString();

    [Function("On")]
    public static void On([ServiceBusTrigger("queue", AutoCompleteMessages = true)] string message) => message.ToString();
}

public sealed class OneRoute
{
    [Function("ById")]
    public static IActionResult ById([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request) => new OkObjectResult(request);

    [Function("ByName")]
    public static IActionResult ByName([HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "Things/{name}")] HttpRequest request) => new OkObjectResult(request);
}

public sealed class FunctionScannerTests
{
    public static TheoryData<Type, string> Refused => new()
    {
        { typeof(AbstractOwner), "neither generic nor abstract" },
        { typeof(AsyncVoid), "is async void" },
        { typeof(TwoBindings), "2 binding attributes on the parameter both" },
        { typeof(NullArgument), "gives null to a binding attribute on the parameter message" },
        { typeof(NullMethod), "gives null to a binding attribute on the parameter request" },
        { typeof(RetriedQueue), "ServiceBusTriggerAttribute does not support" },
        { typeof(UnknownTrigger), "the local runtime does not know" },
        { typeof(NoTrigger), "has no trigger" },
        { typeof(BadName), "must have a name" },
        { typeof(NotPublic), "public method of a public class" },
        { typeof(Topic), "listens to a topic" },
        { typeof(ReturnsPlainObject), "answers HTTP with String" },
        { typeof(TakesPlainObject), "takes its HTTP trigger as String" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Function_ThatTheOfficialBuildRefuses_IsRefusedWithItsNameAndReason(Type type, string reason)
    {
        var refused = Assert.Throws<StartupException>(() => FunctionScanner.Scan([type]));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains(type.FullName ?? "", refused.Message, StringComparison.Ordinal);
        Assert.Equal(StartupException.CannotStart, refused.ExitCode);
    }

    [Fact]
    public void Functions_OfOneNameButForCase_AreRefused() =>
        Assert.Contains("2 functions are named", Assert.Throws<StartupException>(() => FunctionScanner.Scan([typeof(First), typeof(Second)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Retry_OnATimer_IsKept()
    {
        var retry = Assert.IsType<ExponentialBackoffRetryAttribute>(Assert.Single(FunctionScanner.Scan([typeof(RetriedTimer)])).Retry);
        Assert.Equal(3, retry.MaxRetryCount);
    }

    [Fact]
    public void AutoComplete_UnsetOffAndOn_AreToldApart()
    {
        var functions = FunctionScanner.Scan([typeof(AutoComplete)]).ToDictionary(function => function.Name, function => function.AutoCompleteMessages);
        Assert.Null(functions["Unset"]);
        Assert.False(functions["Off"]);
        Assert.True(functions["On"]);
    }

    [Fact]
    public void Id_OfAFunction_IsTheSameEachTimeAndItsOwn()
    {
        var ids = FunctionScanner.Scan([typeof(AutoComplete)]).Select(function => function.Definition.Id).ToList();
        Assert.Equal(ids, FunctionScanner.Scan([typeof(AutoComplete)]).Select(function => function.Definition.Id));
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public void Routes_ThatMatchTheSameRequest_AreRefused()
    {
        var routes = FunctionScanner.Scan([typeof(OneRoute)]).Select(function => HttpRoute.For(function, (HttpTriggerAttribute)function.Trigger, "api"));
        Assert.Contains("both answer GET", Assert.Throws<StartupException>(() => HttpRoute.CheckUnique(routes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:01", "00:00:00.5")]
    [InlineData("soon", "00:00:01")]
    [InlineData("00:00:01", "-00:00:01")]
    public void ExponentialRetry_WithImpossibleIntervals_Throws(string minimum, string maximum) =>
        Assert.ThrowsAny<ArgumentException>(() => new ExponentialBackoffRetryAttribute(1, minimum, maximum));
}
