using System.Text.Json;
using SendGrid.Helpers.Errors.Model;

namespace SendGrid.Helpers.Errors;

/// <summary>Turns a failed answer into the exception of its status.</summary>
public class ErrorHandler
{
    /// <summary>Always throws: the exception of the answer's status, with a <see cref="SendGridErrorResponse"/> as JSON for its message.</summary>
    public static async Task ThrowException(HttpResponseMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        string text = JsonSerializer.Serialize(await ReadAsync(message).ConfigureAwait(false));
        throw (int)message.StatusCode switch
        {
            400 => new BadRequestException(text),
            401 => new UnauthorizedException(text),
            403 => new ForbiddenException(text),
            404 => new NotFoundException(text),
            405 => new MethodNotAllowedException(text),
            413 => new PayloadTooLargeException(text),
            415 => new UnsupportedMediaTypeException(text),
            429 => new TooManyRequestsException(text),
            500 => new ServerUnavailableException(text),
            503 => new ServiceNotAvailableException(text),
            > 500 => new SendGridInternalException(text),
            > 400 => new RequestErrorException(text),
            _ => new BadRequestException(text),
        };
    }

    private static async Task<SendGridErrorResponse> ReadAsync(HttpResponseMessage message)
    {
        var response = new SendGridErrorResponse
        {
            ErrorHttpStatusCode = (int)message.StatusCode,
            ErrorReasonPhrase = message.ReasonPhrase,
        };
        string body = await message.Content.ReadAsStringAsync().ConfigureAwait(false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            Fill(response, document.RootElement);
        }
        catch (JsonException)
        {
            // A proxy's page, or nothing: the status alone speaks.
        }

        return response;
    }

    /// <summary>The first of <c>errors</c>, or the single <c>error</c> of older endpoints.</summary>
    private static void Fill(SendGridErrorResponse response, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (root.TryGetProperty("errors", out JsonElement errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
        {
            response.SendGridErrorMessage = Text(errors[0], "message");
            response.FieldWithError = Text(errors[0], "field");
            response.HelpLink = Text(errors[0], "help");
        }
        else
        {
            response.SendGridErrorMessage = Text(root, "error");
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
