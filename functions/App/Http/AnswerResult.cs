using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace PromoFunctions.App.Http;

/// <summary>Sends an <see cref="Answer"/>.</summary>
internal sealed class AnswerResult(Answer answer) : IActionResult
{
    /// <summary>A buffer that grew beyond this is not kept for the next answer on its thread.</summary>
    private const int MostKept = 64 * 1024;

    // Only what JSON itself demands is escaped: amounts carry currency signs, and no body is put into a page as it is.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The HTTP status that it sends.</summary>
    public int Status => answer.Status;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _spare;

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.Write is not null)
        {
            Write(response, answer.Write);
        }

        // What stands in the response's buffer is flushed with its end.
        return Task.CompletedTask;
    }

    private void Write(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        // Written to memory first: a body that fails half-way must not have sent its status. Taken off the thread meanwhile.
        var (buffer, writer) = _spare ?? New();
        _spare = null;
        write(writer);
        writer.Flush();
        response.ContentType = answer.ContentType;
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        if (buffer.Capacity <= MostKept)
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            _spare = (buffer, writer);
        }
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) New()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }
}
