using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Notices;

/// <summary>From a code to the mail before its end, through one App. Codes get an end so near that the notice is due within minutes, so its mark is put back.</summary>
[Collection(nameof(Shop))]
public sealed class SendNoticesTests(Shop shop)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_OfAPersonalCode_ComesOnceInTheCustomersLanguageWithItsLink()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(shop.App);
        var customer = Sample.NewId("c");
        var code = await CodeAsync(campaign, customer, "de");

        await BringForwardAsync(customer);
        await SweepUntilAsync(async () => await MailsAsync(customer) is { Count: > 0 });
        await SweepAsync();
        await SweepAsync();

        var mail = Assert.Single(await MailsAsync(customer));
        Assert.StartsWith("Ihr persönlicher Code von Demo Tea Shop endet am", mail["subject"]?.ToString(), StringComparison.Ordinal);
        Assert.Contains(code, mail["text"]?.ToString(), StringComparison.Ordinal);
        Assert.Contains("/api/unsubscribe/", mail["text"]?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_ToWhoWantsNoReminders_DoesNotCome()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(shop.App);
        var (quiet, loud) = (Sample.NewId("c"), Sample.NewId("c"));
        await CodeAsync(campaign, quiet, "en");
        await CodeAsync(campaign, loud, "en");
        (await shop.App.Storefront.PostAsync("customers/preferences", new JsonObject { ["customer"] = new JsonObject { ["id"] = quiet }, ["reminders"] = false })).MustBe(204);

        await BringForwardAsync(quiet);
        await BringForwardAsync(loud);
        await SweepUntilAsync(async () => await MailsAsync(loud) is { Count: > 0 });
        await SweepUntilAsync(async () => await MarksAsync(quiet) is { Count: 0 });

        Assert.Empty(await MailsAsync(quiet));
    }

    private async Task<string> CodeAsync(string campaign, string customer, string language) =>
        (await shop.App.Marketing.PostAsync(
            $"campaigns/{campaign}/codes",
            new JsonObject { ["kind"] = "personal", ["customer"] = Sample.Customer(customer), ["expiresAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(10)) },
            ("Accept-Language", language))).MustBe(201).TextOf("code");

    private Task<IReadOnlyList<JsonObject>> MailsAsync(string customer) => Inbox.OfAsync(shop.App, customer + "@example.com");

    /// <summary>The marks of the customer's notices: the row's first part is the customer's key, which the code's person tells.</summary>
    private async Task<List<TableEntity>> MarksAsync(string customer)
    {
        var service = new TableServiceClient(shop.StorageConnectionString);
        var email = customer + "@example.com";
        var people = service.GetTableClient("CodePersons").QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"NoticeEmail eq {email}"), cancellationToken: Token);
        var keys = await people.Select(person => $"{person.PartitionKey}|{person.RowKey}").ToListAsync(Token);
        Assert.NotEmpty(keys);
        return await service.GetTableClient("CodeDue").QueryAsync<TableEntity>(cancellationToken: Token)
            .Where(row => row.PartitionKey.StartsWith("notice|", StringComparison.Ordinal) && keys.Contains(row.RowKey))
            .ToListAsync(Token);
    }

    private async Task BringForwardAsync(string customer)
    {
        var table = new TableServiceClient(shop.StorageConnectionString).GetTableClient("CodeDue");
        var mark = Assert.Single(await MarksAsync(customer));
        await table.UpsertEntityAsync(new TableEntity("notice|2020-01-01T00:00|00", mark.RowKey), TableUpdateMode.Replace, Token);
        await table.DeleteEntityAsync(mark.PartitionKey, mark.RowKey, cancellationToken: Token);
    }

    private async Task SweepAsync() => (await shop.App.Master.PostAsync("/admin/functions/SweepExpirations", new JsonObject())).MustBe(202);

    private async Task SweepUntilAsync(Func<Task<bool>> done)
    {
        while (!await done())
        {
            await SweepAsync();
            await Task.Delay(200, Token);
        }
    }
}
