using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Extensions.Hosting;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Http;

public static class MiddlewareFunctions
{
    [Function("Inner")]
    public static IActionResult Inner([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        var trail = (List<string>)context.Items["trail"];
        trail.Add("function");
        return new ContentResult { Content = string.Join(' ', trail) };
    }
}

public sealed class Outer(Probe probe) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        context.Items["trail"] = new List<string> { "outer" };
        await next(context);
        probe.Saw($"{context.GetInvocationResult().Value?.GetType().Name} {context.GetHttpContext()?.Response.HasStarted}");
    }
}

public sealed class Refusing : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        context.GetInvocationResult().Value = new StatusCodeResult(StatusCodes.Status403Forbidden);
        return Task.CompletedTask;
    }
}

public sealed class MiddlewareTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Middleware_InOrder_SeesTheResultBeforeItIsSent()
    {
        var probe = new Probe();
        await using var app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(MiddlewareFunctions)), probe, builder =>
        {
            builder.UseMiddleware<Outer>();
            builder.UseMiddleware(async (context, next) =>
            {
                ((List<string>)context.Items["trail"]).Add("delegate");
                await next();
            });
            builder.UseWhen(context => context.FunctionDefinition.Name == "Other", (_, _) => throw new InvalidOperationException());
        });
        using var client = app.Client();
        Assert.Equal("outer delegate function", await client.GetStringAsync(new Uri("/api/Inner", UriKind.Relative), Cancellation));
        Assert.Equal("ContentResult False", await probe.NextAsync());
    }

    [Fact]
    public async Task Middleware_ThatDoesNotGoOn_AnswersInTheFunctionsPlace()
    {
        await using var app = await TestApp.StartAsync(
            TestApp.Setup(azurite, typeof(MiddlewareFunctions)), new Probe(), builder => builder.UseWhen<Refusing>(context => context.GetHttpContext() is not null));
        using var client = app.Client();
        var response = await client.GetAsync(new Uri("/api/Inner", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Middleware_ThatThrows_IsAProblem()
    {
        await using var app = await TestApp.StartAsync(
            TestApp.Setup(azurite, typeof(MiddlewareFunctions)), new Probe(), builder => builder.UseMiddleware((_, _) => throw new InvalidOperationException("secret")));
        using var client = app.Client();
        var response = await client.GetAsync(new Uri("/api/Inner", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebApplication_NotConfigured_IsRefusedInASentence()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => global::Microsoft.Azure.Functions.Worker.Runtime.Hosting.LocalRuntime.StartAsync(
            TestApp.Setup(azurite, typeof(MiddlewareFunctions)), _ => { }, Cancellation));
        Assert.Contains("ConfigureFunctionsWebApplication()", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebApplication_ConfiguredAfterMiddleware_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => global::Microsoft.Azure.Functions.Worker.Runtime.Hosting.LocalRuntime.StartAsync(
            TestApp.Setup(azurite, typeof(MiddlewareFunctions)),
            builder =>
            {
                builder.UseMiddleware<Outer>();
                global::Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilderAspNetCoreExtensions.ConfigureFunctionsWebApplication(builder);
            },
            Cancellation));
        Assert.Contains("before", refused.Message, StringComparison.Ordinal);
    }
}
