using Azure;
using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests.Memory;

/// <summary>Operations on a few rows, drawn by a seed: what this project sends, also where it fails.</summary>
internal sealed class RandomOperations(int seed)
{
    private static readonly string[] Partitions = ["p", "p|0", "q'q", "Ä"];
    private static readonly string[] Rows = ["!", "a", "a|1", "a|2", "b b", "x'y", "ß"];
    private static readonly string[] Words = ["", "one", "it's", "{\"a\":1}", "line\r\nbreak", "größer", "\ud83d\ude00", "~"];
    private static readonly string[] Columns = ["Text", "Number", "Big", "Part", "Flag", "Id", "At", "Bytes", "Other"];
    private readonly Random _random = new(seed);

    /// <summary>The next operation, with words for it.</summary>
    public (string Words, Func<TableSide, Task<string>> Run) Next(CancellationToken stop)
    {
        var (partition, row, ago) = (Pick(Partitions), Pick(Rows), Ago());
        switch (_random.Next(20))
        {
            case < 4:
                var added = Entity(partition, row);
                return ($"add {partition} {row}", async side => side.Written(partition, row, await side.Table.AddEntityAsync(added, stop)));
            case < 7:
                var (updated, mode) = (Entity(partition, row), Mode());
                return ($"{mode} {partition} {row} as {ago} ago", async side => side.Written(partition, row, await side.Table.UpdateEntityAsync(updated, ETagOf(side, partition, row, ago), mode, stop)));
            case < 9:
                var (upserted, how) = (Entity(partition, row), Mode());
                return ($"upsert {how} {partition} {row}", async side => side.Written(partition, row, await side.Table.UpsertEntityAsync(upserted, how, stop)));
            case < 11:
                return ($"delete {partition} {row} as {ago} ago", async side => $"{(await side.Table.DeleteEntityAsync(partition, row, ETagOf(side, partition, row, ago), stop)).Status}");
            case < 13:
                var select = Select();
                return ($"get {partition} {row} {string.Join(',', select ?? [])}", async side =>
                {
                    var found = await side.Table.GetEntityIfExistsAsync<TableEntity>(partition, row, select, stop);
                    return found is { HasValue: true, Value: { } value } ? side.Text(value) : "none";
                });
            case < 16:
                return Query(stop);
            default:
                return Transaction(partition, stop);
        }
    }

    private (string Words, Func<TableSide, Task<string>> Run) Query(CancellationToken stop)
    {
        var (filter, top, select) = (Filter(), _random.Next(3) switch { 0 => (int?)null, _ => 1 + _random.Next(4) }, Select());
        return ($"query {filter} by {top} {string.Join(',', select ?? [])}", async side =>
        {
            var pages = await side.Table.QueryAsync<TableEntity>(filter, top, select, stop).AsPages().ToListAsync(stop);
            return string.Join(" / ", pages.Select(page => $"{string.Concat(page.Values.Select(side.Text))}{(page.ContinuationToken is null ? "" : " more")}"));
        });
    }

    private (string Words, Func<TableSide, Task<string>> Run) Transaction(string partition, CancellationToken stop)
    {
        var actions = Enumerable.Range(0, 1 + _random.Next(5))
            .Select(_ => (Type: (TableTransactionActionType)_random.Next(6), Row: Pick(Rows), Ago: Ago(), Other: _random.Next(60) == 0))
            .Select(action => (action.Type, Entity: Entity(action.Other ? "elsewhere" : partition, action.Row), action.Ago))
            .ToList();
        return ($"transaction in {partition}: {string.Join(", ", actions.Select(action => $"{action.Type} {action.Entity.RowKey} as {action.Ago} ago"))}", async side =>
        {
            var sent = actions.Select(action => new TableTransactionAction(
                action.Type,
                action.Entity,
                action.Type is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete
                    ? ETagOf(side, partition, action.Entity.RowKey, action.Ago)
                    : default));
            var answers = (await side.Table.SubmitTransactionAsync(sent, stop)).Value;
            return string.Join(' ', answers.Zip(actions, (answer, action) => action.Type == TableTransactionActionType.Delete
                ? $"{answer.Status}"
                : side.Written(partition, action.Entity.RowKey, answer)));
        });
    }

    /// <summary>Keys as the ledger asks for them, and columns compared with values of their own type.</summary>
    private string? Filter()
    {
        var (partition, from, to) = (Pick(Partitions), Pick(Rows), Pick(Rows));
        return _random.Next(9) switch
        {
            0 => null,
            1 => TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
            2 => TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}"),
            3 => TableClient.CreateQueryFilter($"PartitionKey eq {partition} and (RowKey eq {from} or (RowKey gt {to} and RowKey le {"b b"}))"),
            4 => TableClient.CreateQueryFilter($"PartitionKey ge {partition} and PartitionKey le {"q'q"}"),
            5 => TableClient.CreateQueryFilter($"RowKey ne {from} and not (RowKey lt {to})"),
            6 => $"{Comparison()} or {Comparison()}",
            7 => $"PartitionKey gt 'p' and not ({Comparison()})",
            _ => Comparison(),
        };
    }

    private string Comparison()
    {
        var (column, literal) = _random.Next(7) switch
        {
            0 => ("Text", TableClient.CreateQueryFilter($"{Pick(Words)}")),
            1 => ("Number", TableClient.CreateQueryFilter($"{_random.Next(-3, 4)}")),
            2 => ("Big", TableClient.CreateQueryFilter($"{Big(_random.Next(4))}")),
            3 => ("Part", TableClient.CreateQueryFilter($"{_random.Next(4) / 4.0}")),
            4 => ("Flag", TableClient.CreateQueryFilter($"{_random.Next(2) == 0}")),
            5 => ("Id", TableClient.CreateQueryFilter($"{Id(_random.Next(4))}")),
            _ => ("At", TableClient.CreateQueryFilter($"{At(_random.Next(4))}")),
        };

        // Nobody orders truths and ids.
        return $"{column} {Pick(column is "Flag" or "Id" ? ["eq", "ne"] : ["eq", "ne", "lt", "le", "gt", "ge"])} {literal}";
    }

    private TableEntity Entity(string partition, string row)
    {
        var entity = new TableEntity(partition, row);
        foreach (var column in Columns.Where(_ => _random.Next(3) == 0))
        {
            entity[column] = column switch
            {
                "Text" => Pick(Words),
                "Number" => _random.Next(-3, 4),
                "Big" => Big(_random.Next(4)),
                "Part" => _random.Next(4) / 4.0,
                "Flag" => _random.Next(2) == 0,
                "Id" => Id(_random.Next(4)),
                "At" => At(_random.Next(4)),
                "Bytes" => Enumerable.Range(0, _random.Next(4)).Select(n => (byte)(250 + n)).ToArray(),
                _ => _random.Next(2) == 0 ? _random.Next() : Pick(Words),
            };
        }

        return entity;
    }

    private static long Big(int n) => (n * 5_000_000_000L) - 5_000_000_000L;

    private static Guid Id(int n) => new(n, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]);

    private static DateTimeOffset At(int n) => new DateTimeOffset(2026, 11, 20, 23, 59, 58, TimeSpan.Zero).AddTicks(n * 10_000_001L);

    private IReadOnlyList<string>? Select() => _random.Next(3) == 0 ? [.. Columns.Concat(["PartitionKey", "RowKey", "Timestamp"]).Where(_ => _random.Next(4) == 0).DefaultIfEmpty("RowKey")] : null;

    private static ETag ETagOf(TableSide side, string partition, string row, int ago) => ago < 0 ? ETag.All : side.Given(partition, row, ago);

    /// <summary>-1 for any version, else how many writes ago the version was given: mostly the last.</summary>
    private int Ago() => _random.Next(6) switch { 0 => -1, 1 => 1, 2 => 2, _ => 0 };

    private TableUpdateMode Mode() => _random.Next(2) == 0 ? TableUpdateMode.Merge : TableUpdateMode.Replace;

    private string Pick(string[] of) => of[_random.Next(of.Length)];
}
