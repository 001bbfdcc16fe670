using System.Text.Json.Nodes;

namespace PromoFunctions.App.Tests.Running;

/// <summary>What the App would have mailed, as its local mailbox shows it.</summary>
internal static class Inbox
{
    /// <summary>The mails to an address so far, the newest first.</summary>
    public static async Task<IReadOnlyList<JsonObject>> OfAsync(AppProcess app, string to)
    {
        var found = new List<JsonObject>();
        string? next = "";
        while (next is not null)
        {
            var page = (await app.Master.GetAsync($"/local/mail?limit=1000&next={next}", ("Accept", "application/json"))).MustBe(200).Json;
            found.AddRange((page["items"]?.AsArray() ?? []).OfType<JsonObject>().Where(mail => mail["to"]?.ToString() == to));
            next = page["next"]?.ToString();
        }

        return found;
    }

    /// <summary>The first mail to an address, once it is there.</summary>
    public static async Task<JsonObject> FirstAsync(AppProcess app, string to)
    {
        while (true)
        {
            if (await OfAsync(app, to) is [.., var first])
            {
                return first;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
