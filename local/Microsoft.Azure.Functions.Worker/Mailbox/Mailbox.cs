using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Runtime.Mail;

/// <summary>
/// Stands in for SendGrid on one machine: takes what the SendGrid client posts, delivers it to nobody, and shows it.
/// <list type="bullet">
/// <item><c>POST /local/sendgrid/v3/mail/send</c>: SendGrid's own request and answers (202, 400, 401, 413; 200 in sandbox mode).</item>
/// <item><c>GET /local/mail</c>, <c>?limit=</c> 1 to 1,000 (100) and <c>?next=</c>: newest first, as a page or as JSON.</item>
/// <item><c>GET /local/mail/{id}</c>: one mail.</item>
/// </list>
/// Who may call the last two is the runtime's affair; the first asks for a bearer key, any one.
/// </summary>
internal static class Mailbox
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    internal static void Map(IEndpointRouteBuilder routes, TableServiceClient tables)
    {
        var store = new MailStore(tables, routes.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System);
        routes.MapPost("/local/sendgrid/v3/mail/send", context => SendAsync(context, store));
        routes.MapGet("/local/mail", context => ListAsync(context, store));
        routes.MapGet("/local/mail/{id}", context => ShowAsync(context, store));
    }

    private static async Task SendAsync(HttpContext context, MailStore store)
    {
        if (!context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, new MailError("A bearer key is required in the Authorization header.", null));
            return;
        }

        MailRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync<MailRequest>(context.Request.Body, MailRequest.Json, context.RequestAborted);
        }
        catch (JsonException e)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, new MailError("The body is not the JSON of a mail.", e.Path));
            return;
        }

        request ??= new MailRequest();
        MailError[] errors = [.. request.Check()];
        if (errors.Length > 0)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, errors);
            return;
        }

        if (request.IsSandboxed)
        {
            context.Response.StatusCode = StatusCodes.Status200OK; // Checked, and sent to nobody.
            return;
        }

        string? id = await store.AddAsync(request.Copies(), context.RequestAborted);
        if (id is null)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, new MailError("The mail with its attachments is too large to keep.", "attachments"));
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers["X-Message-Id"] = id;
    }

    private static Task RefuseAsync(HttpContext context, int status, params MailError[] errors)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { errors }, Json, context.RequestAborted);
    }

    private static async Task ListAsync(HttpContext context, MailStore store)
    {
        int limit = int.TryParse(context.Request.Query["limit"], out int asked) ? Math.Clamp(asked, 1, 1000) : 100;
        (IReadOnlyList<StoredMail> items, string? next) = await store.ListAsync(limit, context.Request.Query["next"], context.RequestAborted);
        if (WantsJson(context))
        {
            await context.Response.WriteAsJsonAsync(new { items, next }, Json, context.RequestAborted);
        }
        else
        {
            await WritePageAsync(context, MailPage.List(items, next, context.Request.Query["code"]));
        }
    }

    private static async Task ShowAsync(HttpContext context, MailStore store)
    {
        StoredMail? mail = await store.FindAsync($"{context.Request.RouteValues["id"]}", context.RequestAborted);
        if (mail is null)
        {
            await Results.Problem(statusCode: StatusCodes.Status404NotFound, detail: "There is no such mail.").ExecuteAsync(context);
        }
        else if (WantsJson(context))
        {
            await context.Response.WriteAsJsonAsync(mail, Json, context.RequestAborted);
        }
        else
        {
            await WritePageAsync(context, MailPage.One(mail, context.Request.Query["code"]));
        }
    }

    private static bool WantsJson(HttpContext context) =>
        context.Request.Headers.Accept.ToString() is var accept
        && accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
        && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Task WritePageAsync(HttpContext context, string page)
    {
        // A mail is somebody else's HTML: nothing in it may run, and the key in the address must not leave with a link.
        PageHeaders.Set(context.Response, "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }
}
