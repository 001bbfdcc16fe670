using Azure;
using Azure.Data.Tables;

namespace PromoFunctions.Bench.Redeem;

/// <summary>What the loop made of an order.</summary>
internal enum PlainEnd
{
    Made,
    Repeated,
    OtherContent,
    UsedUp,
    CustomerLimit,
}

/// <summary>
/// What one would write without a ledger, as well as it can be: read, check, write under ETags, try again after a jittered
/// exponential pause. Exact and idempotent. An order's row binds its id over all campaigns; counter, customer and redemption
/// stand in the campaign's partition and change in one transaction. Four requests uncontended, two of them at once; after a
/// conflict only what has changed is read again.
/// </summary>
internal sealed class PlainLoop(TableServiceClient service, BackOff backOff)
{
    private const string CounterRow = "!";
    private readonly TableClient _orders = service.GetTableClient("PlainOrders");
    private readonly TableClient _uses = service.GetTableClient("PlainUses");
    private long _conflicts;

    /// <summary>Transactions that had to be made again, so far.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    public async Task CreateAsync()
    {
        await _orders.CreateIfNotExistsAsync();
        await _uses.CreateIfNotExistsAsync();
    }

    public Task GivenAsync(string campaign, long total) =>
        _uses.AddEntityAsync(new TableEntity(campaign, CounterRow) { ["Total"] = total, ["PerCustomer"] = 1, ["Used"] = 0L, ["UsedMoney"] = 0L });

    /// <summary>Writes redemptions without asking anybody, so that a campaign has them.</summary>
    public async Task FillAsync(string campaign, int count)
    {
        for (var done = 0; done < count;)
        {
            var actions = new List<TableTransactionAction>();
            for (; actions.Count < 100 && done < count; done++)
            {
                var order = $"standing-{done}";
                actions.Add(new(TableTransactionActionType.Add, new TableEntity(campaign, "u|" + Sample.Hash(order, 16)) { ["Count"] = 1 }));
                actions.Add(new(TableTransactionActionType.Add, Redemption(campaign, order, Sample.Hash(order, 32), Sample.Applied(Sample.CodeOf(campaign), campaign))));
            }

            await _uses.SubmitTransactionAsync(actions);
        }

        var counter = (await _uses.GetEntityAsync<TableEntity>(campaign, CounterRow)).Value;
        counter["Used"] = counter.GetInt64("Used") + count;
        counter["UsedMoney"] = counter.GetInt64("UsedMoney") + ((long)count * Sample.Discount);
        await _uses.UpdateEntityAsync(counter, counter.ETag, TableUpdateMode.Replace);
    }

    /// <summary>Redeems once for the order, or says why not.</summary>
    public async Task<PlainEnd> RedeemAsync(string campaign, string order, string customer, string content, string applied)
    {
        var bound = new TableEntity(Sample.Hash(order, 16), "order") { ["OrderId"] = order, ["Campaign"] = campaign, ["Content"] = content };
        if (!await TryAddAsync(bound))
        {
            var standing = await _orders.GetEntityIfExistsAsync<TableEntity>(bound.PartitionKey, bound.RowKey);
            if (standing.HasValue && standing.Value?.GetString("Content") != content)
            {
                return PlainEnd.OtherContent;
            }

            // The first of the two may be under way still, or have died: the redemption tells, and its insert lets one through.
            if ((await _uses.GetEntityIfExistsAsync<TableEntity>(campaign, "r|" + order)).HasValue)
            {
                return PlainEnd.Repeated;
            }
        }

        var end = await UntilWrittenAsync(campaign, customer, Redemption(campaign, order, content, applied));
        if (end is PlainEnd.UsedUp or PlainEnd.CustomerLimit)
        {
            // A refusal binds nothing.
            await _orders.DeleteEntityAsync(bound.PartitionKey, bound.RowKey);
        }

        return end;
    }

    /// <summary>The redemptions by the counter and by their rows.</summary>
    public async Task<(long Counted, long Rows)> CountAsync(string campaign)
    {
        var counter = (await _uses.GetEntityAsync<TableEntity>(campaign, CounterRow)).Value;
        long rows = 0;
        await foreach (var _ in _uses.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {campaign} and RowKey ge {"r|"} and RowKey lt {"r}"}"), select: ["RowKey"]))
        {
            rows++;
        }

        return (counter.GetInt64("Used") ?? 0, rows);
    }

    private async Task<PlainEnd> UntilWrittenAsync(string campaign, string customer, TableEntity redemption)
    {
        var (counterTask, usesTask) = (ReadAsync(campaign, CounterRow), ReadAsync(campaign, "u|" + customer));
        var (counter, uses) = (await counterTask, await usesTask);
        for (var failures = 0; ;)
        {
            if (counter.GetInt64("Used") >= counter.GetInt64("Total"))
            {
                return PlainEnd.UsedUp;
            }

            if (uses.GetInt32("Count") >= counter.GetInt32("PerCustomer"))
            {
                return PlainEnd.CustomerLimit;
            }

            try
            {
                await _uses.SubmitTransactionAsync(Actions(counter, uses, redemption));
                return PlainEnd.Made;
            }
            catch (TableTransactionFailedException conflict) when (conflict.Status is 409 or 412)
            {
                if (conflict.FailedTransactionActionIndex == 2)
                {
                    return PlainEnd.Repeated;
                }

                Interlocked.Increment(ref _conflicts);
                await Task.Delay(backOff.After(++failures));
                counter = await ReadAsync(campaign, CounterRow);
                uses = conflict.FailedTransactionActionIndex == 1 ? await ReadAsync(campaign, uses.RowKey) : uses;
            }
        }
    }

    private static List<TableTransactionAction> Actions(TableEntity counter, TableEntity uses, TableEntity redemption)
    {
        var counted = new TableEntity(counter)
        {
            ["Used"] = counter.GetInt64("Used") + 1,
            ["UsedMoney"] = counter.GetInt64("UsedMoney") + redemption.GetInt64("Discount"),
        };
        var used = new TableEntity(uses.PartitionKey, uses.RowKey) { ["Count"] = (uses.GetInt32("Count") ?? 0) + 1 };
        return
        [
            new(TableTransactionActionType.UpdateReplace, counted, counter.ETag),
            uses.ETag == default ? new(TableTransactionActionType.Add, used) : new(TableTransactionActionType.UpdateReplace, used, uses.ETag),
            new(TableTransactionActionType.Add, redemption),
        ];
    }

    private static TableEntity Redemption(string campaign, string order, string content, string applied) => new(campaign, "r|" + order)
    {
        ["Content"] = content,
        ["Currency"] = "EUR",
        ["Discount"] = (long)Sample.Discount,
        ["OrderValue"] = (long)Sample.OrderValue,
        ["Channel"] = "web",
        ["Applied"] = applied,
        ["At"] = DateTimeOffset.UtcNow,
    };

    /// <summary>A row, or one without an ETag when there is none.</summary>
    private async Task<TableEntity> ReadAsync(string partition, string row)
    {
        var found = await _uses.GetEntityIfExistsAsync<TableEntity>(partition, row);
        return found.HasValue && found.Value is { } entity ? entity : new TableEntity(partition, row);
    }

    private async Task<bool> TryAddAsync(TableEntity row)
    {
        try
        {
            await _orders.AddEntityAsync(row);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            return false;
        }
    }
}
