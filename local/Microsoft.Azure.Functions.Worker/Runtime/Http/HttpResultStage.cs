using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>The outermost layer of the pipeline, as in the official package: it answers with what the function, or middleware in its place, left.</summary>
internal static class HttpResultStage
{
    private static readonly ActionDescriptor Descriptor = new();

    public static FunctionExecutionDelegate Around(FunctionExecutionDelegate next) => async context =>
    {
        if (context is not LocalFunctionContext { Http: { } http } local)
        {
            await next(context);
            return;
        }

        await next(context);
        if (!await AnswerAsync(http, local.Outputs.Result) && local.Outputs.HasBindings)
        {
            foreach (var (name, metadata) in context.FunctionDefinition.OutputBindings)
            {
                if (metadata.Type == "http")
                {
                    await AnswerAsync(http, local.Outputs.Bindings.GetValueOrDefault(name));
                }
            }
        }
    };

    private static async ValueTask<bool> AnswerAsync(HttpContext http, object? result)
    {
        switch (result)
        {
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), Descriptor));
                return true;
            case IResult plain:
                await plain.ExecuteAsync(http);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>Reads a body as JSON, as the official package's default does.</summary>
internal sealed class JsonBodyFeature : IFromBodyConversionFeature
{
    public static readonly JsonBodyFeature Instance = new();

    public async ValueTask<object?> ConvertAsync(FunctionContext context, Type targetType)
    {
        var request = context.GetHttpContext()?.Request ?? throw new InvalidOperationException("Only an HTTP function has a body to read.");
        return await request.ReadFromJsonAsync(targetType, context.CancellationToken);
    }
}
