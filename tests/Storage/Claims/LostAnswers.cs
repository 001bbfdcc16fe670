using Azure.Core;
using Azure.Core.Pipeline;

namespace PromoFunctions.Storage.Tests.Claims;

/// <summary>Loses the answers to the writes of a table: they take effect, and the client is told that the connection broke.</summary>
internal sealed class LostAnswers(string table) : HttpPipelinePolicy
{
    /// <summary>How many answers are still to be lost.</summary>
    public int Left { get; set; }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        Lose(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        Lose(message);
    }

    private void Lose(HttpMessage message)
    {
        var written = message.Request.Method == RequestMethod.Post && message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);
        if (!written || Left == 0 || !Names(BodyOf(message.Request)))
        {
            return;
        }

        Left--;
        throw new IOException("The connection was lost.");
    }

    private bool Names(string body) =>
        body.Contains($"/{table} ", StringComparison.Ordinal) || body.Contains($"/{table}(", StringComparison.Ordinal) || body.Contains($"/{table}?", StringComparison.Ordinal);

    private static string BodyOf(Request request)
    {
        using var body = new MemoryStream();
        request.Content?.WriteTo(body, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }
}
