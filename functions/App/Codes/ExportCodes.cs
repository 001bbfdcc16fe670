using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Codes;

/// <summary>Writes a campaign's codes as CSV, as they are read: memory stays flat however many there are.</summary>
public sealed class ExportCodes(ICampaignCatalog catalog, ICodeStore codes, IRedemptionLedger ledger)
{
    /// <summary>The first line.</summary>
    internal static readonly string[] Columns = ["code", "kind", "status", "batchId", "expiresAt"];

    /// <summary>Rows whose redemptions are looked up at once.</summary>
    private const int Ahead = 64;

    // RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection").
    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    /// <summary>The codes, or what is wrong: 400 for a bad batch id, 404 without such a campaign. The first codes are read before this returns, so that a storage that is down is told in time.</summary>
    public async Task<(IAsyncEnumerator<ExportedCode>? Codes, Answer? Problem)> OpenAsync(string campaignId, string? batch, CancellationToken cancellationToken)
    {
        BatchId? batchId = null;
        if (!string.IsNullOrEmpty(batch) && !BatchId.TryParse(batch, out batchId, out var problem))
        {
            return (null, Problem.Invalid("batch", problem));
        }

        if (await AddCodes.FindCampaignAsync(catalog, campaignId, cancellationToken).ConfigureAwait(false) is not { } campaign)
        {
            return (null, AddCodes.NoCampaign);
        }

        var rows = AllAsync(campaign, batchId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            return (await PeekedCodes.OpenAsync(rows).ConfigureAwait(false), null);
        }
        catch
        {
            await rows.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes the lines in UTF-8.</summary>
    internal static async Task WriteAsync(Stream stream, IAsyncEnumerator<ExportedCode> rows, CancellationToken cancellationToken)
    {
        var csv = CsvWriter.Create(stream, Format, leaveOpen: true);
        await using (csv.ConfigureAwait(false))
        {
            await csv.WriteRecordAsync(Columns, cancellationToken).ConfigureAwait(false);
            while (await rows.MoveNextAsync().ConfigureAwait(false))
            {
                WriteFields(csv, rows.Current);
                await csv.EndRecordAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void WriteFields(CsvWriter csv, ExportedCode row)
    {
        csv.WriteField(row.Code.Value);
        csv.WriteField(Vocabulary<CodeKind>.Words[row.Kind]);
        csv.WriteField(row.Used ? "redeemed" : Vocabulary<CodeStatus>.Words[row.Status]);
        csv.WriteField(row.Batch?.Value);
        csv.WriteField(row.ExpiresAt?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    /// <summary>Public codes from the catalogue, then the others from storage.</summary>
    private async IAsyncEnumerable<ExportedCode> AllAsync(CampaignId campaign, BatchId? batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (batch is null)
        {
            var view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
            foreach (var code in view.Codes.Values.Where(code => code.CampaignId == campaign).OrderBy(code => code.Code))
            {
                yield return new(code.Code, CodeKind.Public, code.Status, false, null, null);
            }
        }

        var ahead = new Queue<Task<ExportedCode>>(Ahead);
        await foreach (var code in codes.ListAsync(campaign, batch, cancellationToken).ConfigureAwait(false))
        {
            if (ahead.Count == Ahead)
            {
                yield return await ahead.Dequeue().ConfigureAwait(false);
            }

            ahead.Enqueue(ExportAsync(code, cancellationToken));
        }

        while (ahead.TryDequeue(out var last))
        {
            yield return await last.ConfigureAwait(false);
        }
    }

    private async Task<ExportedCode> ExportAsync(IssuedCode code, CancellationToken cancellationToken)
    {
        // A mark alone does not say that a code is used; the redemption that it names does.
        var used = code.TakenBy is { } taker
            && await ledger.FindAsync(taker, cancellationToken).ConfigureAwait(false) is { State: not RedemptionState.Released }
            && !await ledger.UsesReturnedAsync(taker, cancellationToken).ConfigureAwait(false);
        return new(code.Code, code.Kind, code.Status, used, code.Batch, code.ExpiresAt);
    }
}

/// <summary>One line of an export.</summary>
/// <param name="Code">The code.</param>
/// <param name="Kind">Who may use it.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Used">Whether a code that works once was used, or is held.</param>
/// <param name="Batch">What it came with.</param>
/// <param name="ExpiresAt">When it ends, where that is not its campaign's end.</param>
public sealed record ExportedCode(PromoCode Code, CodeKind Kind, CodeStatus Status, bool Used, BatchId? Batch, DateTimeOffset? ExpiresAt);
