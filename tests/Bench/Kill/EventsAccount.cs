using System.Globalization;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Bench.Kill;

/// <summary>The queue of events: in each lane every sequence up to the head's, and each redemption once once repeats are dropped.</summary>
internal sealed class EventsAccount : IAccount
{
    private const int PageSize = 250;

    public string Name => "event queue";

    public async Task<(string Counted, IReadOnlyList<string> Wrong)> CompareAsync(Aftermath aftermath)
    {
        var messages = await ReadAsync(aftermath.Rows.ServiceBusConnectionString);
        var byId = messages.GroupBy(message => message.Id).ToList();
        var wrong = byId.Where(same => same.Select(message => message.Text).Distinct().Count() > 1).Select(same => $"{same.Key} came in two ways").ToList();
        foreach (var campaign in Orders.Campaigns)
        {
            var told = byId.Select(same => same.First()).Where(message => message.Id.StartsWith(campaign.Id + "|", StringComparison.Ordinal)).ToList();
            wrong.AddRange(ToldEvents.Compare(campaign.Id, aftermath.Orders, told.SelectMany(message => EventsOf(message.Text))));
            var sequences = told.Select(message => message.Id.Split('|')).ToLookup(id => id[1], id => long.Parse(id[2], CultureInfo.InvariantCulture));
            var booked = (await aftermath.Rows.HeadsAsync(campaign.Id)).Sum(head => head.Sequence);
            if (sequences.Sum(lane => lane.Max()) != booked || sequences.Any(lane => lane.Distinct().Count() != lane.Max()))
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}: {told.Count} messages of {booked} transactions, or a gap in a lane"));
            }
        }

        return (string.Create(CultureInfo.InvariantCulture, $"{messages.Count} messages, {messages.Count - byId.Count} of them repeats"), wrong);
    }

    private static IEnumerable<RedemptionEvent> EventsOf(string text)
    {
        using var json = JsonDocument.Parse(text);
        return
        [
            .. from told in json.RootElement.GetProperty("events").EnumerateArray()
               select new RedemptionEvent(
                   Enum.Parse<RedemptionEventKind>(told.GetProperty("kind").GetString() ?? "", ignoreCase: true),
                   told.GetProperty("redemptionId").GetString() ?? "",
                   told.GetProperty("orderId").GetString(),
                   told.GetProperty("code").GetString(),
                   told.GetProperty("channel").GetString() ?? "",
                   told.GetProperty("currency").GetString() ?? "",
                   told.GetProperty("discount").GetInt64(),
                   told.GetProperty("orderValue").GetInt64(),
                   told.GetProperty("termsVersion").GetInt32(),
                   null,
                   told.GetProperty("at").GetDateTimeOffset()),
        ];
    }

    private static async Task<IReadOnlyList<(string Id, string Text)>> ReadAsync(string connectionString)
    {
        var messages = new List<(string Id, string Text)>();
        await using var client = new ServiceBusClient(connectionString);
        await using var receiver = client.CreateReceiver("redemption-events");
        while (await receiver.PeekMessagesAsync(PageSize) is { Count: > 0 } page)
        {
            messages.AddRange(page.Select(message => (message.MessageId, message.Body.ToString())));
        }

        return messages;
    }
}
