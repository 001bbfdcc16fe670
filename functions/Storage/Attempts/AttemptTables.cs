using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Attempts;

/// <summary>
/// A table for each day (UTC) of attempts, <c>Attempts20261121</c>: what is too old is a whole table, deleted in one request however much it
/// holds, and a reading of 48 hours looks at three tables, none of which grows for longer than a day.
/// </summary>
internal sealed class AttemptTables(PromoTables tables)
{
    private const string Prefix = "Attempts";
    private const string DayFormat = "yyyyMMdd";

    private readonly ConcurrentDictionary<DateOnly, bool> _made = new();

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    public TableClient Of(DateOnly day) => tables.Named(Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture));

    /// <summary>The day's table, made when it is missing: one request, once a process and day.</summary>
    public async Task<TableClient> MadeAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var table = Of(day);
        if (!_made.ContainsKey(day))
        {
            await table.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
            _made[day] = true;
        }

        return table;
    }

    /// <summary>Rows of a day's table; none when nothing was written that day.</summary>
    public async Task<IReadOnlyList<TableEntity>> ReadAsync(DateOnly day, string filter, int most, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        try
        {
            await foreach (var row in Of(day).QueryAsync<TableEntity>(filter, maxPerPage: Math.Min(most, 1_000), cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                rows.Add(row);
                if (rows.Count == most)
                {
                    break;
                }
            }
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return [];
        }

        return rows;
    }

    /// <summary>Deletes a customer's rows of a day, and those of the sessions they were made in; the session's row goes first, since the customer's names it.</summary>
    public async Task EraseAsync(DateOnly day, string customer, CancellationToken cancellationToken)
    {
        foreach (var row in await ReadAsync(day, TableClient.CreateQueryFilter($"PartitionKey eq {customer}"), int.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (row.GetString(AttemptRow.Session) is { } session)
            {
                await Of(day).DeleteEntityAsync(session, row.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
            }

            await Of(day).DeleteEntityAsync(customer, row.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the tables of days before this one. One request when there are none.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DeleteBeforeAsync(DateOnly first, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await foreach (var name in tables.NamesAsync(Prefix, cancellationToken).ConfigureAwait(false))
        {
            if (DateOnly.TryParseExact(name.AsSpan(Prefix.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < first)
            {
                await Of(day).DeleteAsync(cancellationToken).ConfigureAwait(false);
                _made.TryRemove(day, out _);
                deleted++;
            }
        }

        return deleted;
    }
}
