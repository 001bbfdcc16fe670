using System.Globalization;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Bench.Running;

/// <summary>What the ledger wrote, read past the ledger.</summary>
internal sealed class LedgerRows
{
    private readonly PromoTables _tables;

    public LedgerRows(string connectionString)
    {
        var service = new TableServiceClient(connectionString);
        _tables = new(service, service);
        ServiceBusConnectionString = QueuesOf(connectionString);
    }

    /// <summary>Under which the local Service Bus keeps its queues in the same Azurite.</summary>
    public string ServiceBusConnectionString { get; }

    /// <summary>The heads of a campaign's lanes.</summary>
    public async Task<IReadOnlyList<LaneHead>> HeadsAsync(string campaign)
    {
        var heads = new List<LaneHead>();
        await foreach (var row in _tables.Lanes.QueryAsync<TableEntity>(Of(campaign) + $" and RowKey eq '{LaneKey.HeadRow}'"))
        {
            heads.Add(LaneHead.Read(row));
        }

        return heads;
    }

    /// <summary>Outbox rows that still stand in a campaign's lanes.</summary>
    public async Task<int> OutboxAsync(string campaign)
    {
        var rows = 0;
        await foreach (var _ in _tables.Lanes.QueryAsync<TableEntity>(Of(campaign) + $" and RowKey ge '{LaneKey.OutboxPrefix}' and RowKey lt 'x}}'", select: ["RowKey"]))
        {
            rows++;
        }

        return rows;
    }

    /// <summary>Everything in all customers' histories, with the customer's key.</summary>
    public async Task<IReadOnlyList<(string Customer, HistoryItem Item)>> HistoryAsync()
    {
        var items = new List<(string Customer, HistoryItem Item)>();
        await foreach (var row in _tables.History.QueryAsync<TableEntity>())
        {
            items.Add((row.PartitionKey, HistoryRow.Read(row)));
        }

        return items;
    }

    /// <summary>A campaign's entries in the journal.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> JournalAsync(string campaign)
    {
        var entries = new List<OutboxEntry>();
        await foreach (var row in _tables.Journal.QueryAsync<TableEntity>(Of(campaign)))
        {
            entries.AddRange(OutboxEntry.Read(row));
        }

        return entries;
    }

    /// <summary>How many entries of a campaign the journal's rows say they have; quicker than reading them.</summary>
    public async Task<long> JournalledAsync(string campaign)
    {
        long entries = 0;
        await foreach (var row in _tables.Journal.QueryAsync<TableEntity>(Of(campaign), select: ["Count"]))
        {
            entries += row.GetInt32("Count") ?? 0;
        }

        return entries;
    }

    /// <summary>The redemptions of a campaign, by its lanes' counters, by its journal, and by the orders in it.</summary>
    /// <exception cref="InvalidDataException">They differ, or something is undelivered.</exception>
    public async Task<long> CountAsync(string campaign)
    {
        var used = (await HeadsAsync(campaign)).Sum(head => head.Used);
        var journal = await JournalAsync(campaign);
        var orders = journal.Select(entry => entry.RedemptionId).Distinct().Count();
        var undelivered = await OutboxAsync(campaign);
        return used == journal.Count && used == orders && undelivered == 0
            ? used
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The lanes counted {used} redemptions, the journal has {journal.Count} entries of {orders} orders, {undelivered} outbox rows are left."));
    }

    private static string QueuesOf(string storage)
    {
        string Part(string name) => storage.Split(';').Single(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
        var tables = new Uri(Part("TableEndpoint"));
        return $"Endpoint=sb://{tables.Authority}/{Part("AccountName")};SharedAccessKeyName={Part("AccountName")};SharedAccessKey={Part("AccountKey")};UseDevelopmentEmulator=true";
    }

    /// <summary>Partitions of a campaign begin with its id and a bar; <c>}</c> is the character after.</summary>
    private static string Of(string campaign) => TableClient.CreateQueryFilter($"PartitionKey ge {campaign + "|"} and PartitionKey lt {campaign + "}"}");
}
