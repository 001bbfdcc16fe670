using Microsoft.AspNetCore.Mvc;

namespace PromoFunctions.App.Codes;

/// <summary>Streams an export.</summary>
internal sealed class CsvResult(IAsyncEnumerator<ExportedCode> codes, string fileName) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        await using (codes.ConfigureAwait(false))
        {
            try
            {
                await ExportCodes.WriteAsync(http.Response.Body, codes, http.RequestAborted).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // Half a file must not look like a whole one: the connection ends without the last chunk.
                http.Abort();
                throw;
            }
        }
    }
}
