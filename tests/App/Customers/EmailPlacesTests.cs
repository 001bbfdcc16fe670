using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Customers;

/// <summary>
/// Where e-mail addresses stand, by table and column, after the demo shop and all that the README does with it: only where a person
/// wrote them or a mail must go, and no longer than the person is known.
/// </summary>
public sealed partial class EmailPlacesTests
{
    /// <summary>Not the service's: what SendGrid would have been sent. An erasure does not reach what was sent.</summary>
    private const string Mailbox = "localmail";

    /// <summary>Each with its reason.</summary>
    private static readonly Dictionary<string, string> s_allowed = new()
    {
        ["ClaimPersons.Content#"] = "the claim as the helpdesk sent it, by which a later decision is mailed",
        ["CodePersons.NoticeEmail"] = "whom to tell that a personal code ends soon; taken out once it has ended",
        ["MailContents.Content#"] = "mails that are still to be sent",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 5 * 60_000)]
    public async Task Emails_OfTheDemoAndTheReadme_StandWhereTheyMustAloneAndNotAfterAnErasure()
    {
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        await using var app = await AppProcess.StartAsync(azurite.DataDirectory, demo: true);
        foreach (Match step in CommandRegex().Matches(Repository.Text("README.md")))
        {
            await CurlCommand.Parse(step.Groups["command"].Value).SendAsync(app.Address);
        }

        await SettledAsync(app, azurite.ConnectionString);
        var found = await FindAsync(azurite.ConnectionString);

        var emails = found.Select(one => one.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Contains("kim@example.com", emails);
        Assert.Equal([], found.Select(one => one.Place).Distinct().Where(place => !s_allowed.ContainsKey(place)));
        Assert.Contains("ClaimPersons.Content#", found.Select(one => one.Place));
        Assert.Contains("CodePersons.NoticeEmail", found.Select(one => one.Place));

        // Nor under a hash that whoever guesses the address can make as well.
        var guessable = emails.SelectMany(email => new[] { SHA256.HashData(Encoding.UTF8.GetBytes(email)), SHA512.HashData(Encoding.UTF8.GetBytes(email)) })
            .SelectMany(hash => new[] { Convert.ToHexString(hash)[..16], Convert.ToBase64String(hash)[..12] }).ToList();
        Assert.Empty(await new TableScan(azurite.ConnectionString).FindAsync(guessable));

        foreach (var email in emails)
        {
            Assert.Equal(204, (await app.Helpdesk.SendAsync(HttpMethod.Delete, $"customers/{Uri.EscapeDataString(email)}", null)).Status);
        }

        Assert.Equal([], await FindAsync(azurite.ConnectionString));
    }

    /// <summary>Waits until no claim is queued and no mail waits.</summary>
    private static async Task SettledAsync(AppProcess app, string connectionString)
    {
        var contents = new TableServiceClient(connectionString).GetTableClient("MailContents");
        while ((await app.Helpdesk.GetAsync("claims?status=queued")).MustBe(200).Json["items"]?.AsArray().Count > 0
            || await contents.QueryAsync<TableEntity>(cancellationToken: Cancellation).AnyAsync(Cancellation))
        {
            await Task.Delay(200, Cancellation);
        }
    }

    private static async Task<List<(string Place, string Email)>> FindAsync(string connectionString)
    {
        var found = new HashSet<(string, string)>();
        var service = new TableServiceClient(connectionString);
        await foreach (var table in service.QueryAsync(cancellationToken: Cancellation))
        {
            if (table.Name == Mailbox)
            {
                continue;
            }

            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                foreach (var (column, value) in row)
                {
                    foreach (Match email in EmailRegex().Matches(TextOf(value)))
                    {
                        found.Add(($"{table.Name}.{DigitsRegex().Replace(column, "#")}", email.Value));
                    }
                }
            }
        }

        return [.. found.OrderBy(one => one.Item1, StringComparer.Ordinal)];
    }

    private static string TextOf(object? value)
    {
        if (value is not byte[] bytes)
        {
            return value?.ToString() ?? "";
        }

        if (bytes is not [0x1f, 0x8b, ..])
        {
            return Encoding.UTF8.GetString(bytes);
        }

        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("```sh\\n(?<command>curl -s [^\\n|$]*)\\n```")]
    private static partial Regex CommandRegex();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")]
    private static partial Regex EmailRegex();

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex DigitsRegex();
}
