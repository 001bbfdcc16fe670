using System.Globalization;
using System.Security.Cryptography;
using PromoFunctions.App.Http;
using PromoFunctions.App.Notices;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Codes;

/// <summary>Takes over codes that the shop brings along.</summary>
public sealed class ImportCodes(ICampaignCatalog catalog, ICodeStore codes, CodeFile file, PlanNotice notices)
{
    /// <summary>The most refused lines that an answer names.</summary>
    private const int MostNamed = 100;

    /// <summary>
    /// 200 with how many codes were added, how many stood there already, and which lines name a code that is taken; 400 with every line
    /// that is wrong, and then nothing is added; 404 without such a campaign. The same file again adds what is missing.
    /// </summary>
    public async Task<Answer> HandleAsync(string campaignId, byte[] body, Phrases phrases, CancellationToken cancellationToken)
    {
        if (await AddCodes.FindCampaignAsync(catalog, campaignId, cancellationToken).ConfigureAwait(false) is not { } campaign)
        {
            return AddCodes.NoCampaign;
        }

        var errors = new InputErrors();
        if (file.Read(body, errors) is not { } lines)
        {
            return Problem.Invalid(errors);
        }

        // Named by its content, so that a repeat is the same import.
        var batch = BatchId.Parse("import-" + Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8)));
        var (added, repeated) = (0, 0);
        var taken = new List<CodeFileLine>();
        var once = lines.Where(line => line.Kind != CodeKind.Public).ToList();
        var outcomes = await codes.ImportAsync(
            campaign,
            batch,
            [
                .. once.Select(line => new IssuedCode(line.Code, campaign, line.Kind)
                {
                    BoundTo = line.BoundTo,
                    ExpiresAt = line.ExpiresAt,
                    Notice = line.Customer is { } customer ? notices.Of(customer, line.ExpiresAt, phrases) : null,
                }),
            ],
            cancellationToken).ConfigureAwait(false);
        foreach (var (line, outcome) in once.Zip(outcomes))
        {
            Count(line, outcome);
        }

        foreach (var line in lines.Where(line => line.Kind == CodeKind.Public))
        {
            // One after the other: each is a change of the catalogue, and these come one at a time anyway.
            Count(line, await AddPublicAsync(campaign, line.Code, cancellationToken).ConfigureAwait(false));
        }

        return Answer.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("batchId", batch.Value);
            writer.WriteNumber("added", added);
            writer.WriteNumber("repeated", repeated);
            writer.WriteNumber("refused", taken.Count);
            writer.WriteStartArray("refusedLines");
            foreach (var line in taken.OrderBy(line => line.Number).Take(MostNamed))
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", line.Number);
                writer.WriteString("code", line.Code.Value);
                writer.WriteString("message", string.Create(CultureInfo.InvariantCulture, $"The code {line.Code.Value} exists already, with other content or in another campaign."));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

        void Count(CodeFileLine line, ImportCodeOutcome outcome)
        {
            switch (outcome)
            {
                case ImportCodeOutcome.Added:
                    added++;
                    break;
                case ImportCodeOutcome.Repeated:
                    repeated++;
                    break;
                case ImportCodeOutcome.Exists:
                    taken.Add(line);
                    break;
                default:
                    throw new InvalidOperationException("The store gave an outcome that an import does not know.");
            }
        }
    }

    private async Task<ImportCodeOutcome> AddPublicAsync(CampaignId campaign, PromoCode code, CancellationToken cancellationToken)
    {
        if (await catalog.AddPublicCodeAsync(campaign, code, cancellationToken).ConfigureAwait(false) == AddCodeOutcome.Added)
        {
            return ImportCodeOutcome.Added;
        }

        var view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return view.Codes.TryGetValue(code, out var standing) && standing.CampaignId == campaign ? ImportCodeOutcome.Repeated : ImportCodeOutcome.Exists;
    }
}
