using System.Net;
using Azure;
using Azure.Data.Tables;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>
/// A timer's row in the table <c>runtimetimers</c>: who runs it, and its schedule's status. Azure keeps both in blobs. Every write
/// carries the row's ETag, so a process whose lease was taken over can neither renew it nor write over the status.
/// Not safe for several threads.
/// </summary>
internal sealed class TimerLease(TableServiceClient tables, string function, TimeSpan duration, TimeProvider clock)
{
    public const string TableName = "runtimetimers";
    private const string Partition = "timers";
    private readonly TableClient table = tables.GetTableClient(TableName);
    private readonly string owner = Guid.NewGuid().ToString("N");
    private ETag etag;
    private bool tableExists;
    private (ETag ETag, long At)? strange;

    /// <summary>As of the last acquisition or save; null: never written.</summary>
    public ScheduleStatus? Status { get; private set; }

    /// <summary>The schedule that <see cref="Status"/> was written under.</summary>
    public string? Schedule { get; private set; }

    /// <summary>Takes the lease when it is free or lapsed.</summary>
    /// <exception cref="RequestFailedException">Storage failed.</exception>
    public async Task<bool> TryAcquireAsync(CancellationToken cancellationToken)
    {
        if (!tableExists)
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
            tableExists = true;
        }

        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, function, cancellationToken: cancellationToken);
        if (!found.HasValue)
        {
            (Status, Schedule) = (null, null);
            return await WriteAsync(row => table.AddEntityAsync(row, cancellationToken));
        }

        var row = found.Value ?? throw new InvalidOperationException("The row is there.");
        if (row.GetString("Owner") != owner && row.GetDateTimeOffset("Until") is { } until && !IsOver(until, row.ETag))
        {
            return false;
        }

        etag = row.ETag;
        Schedule = row.GetString("Schedule");
        Status = row.GetDateTimeOffset("Next") is { } next
            ? new ScheduleStatus
            {
                Last = row.GetDateTimeOffset("Last")?.UtcDateTime ?? default,
                Next = next.UtcDateTime,
                LastUpdated = row.GetDateTimeOffset("LastUpdated")?.UtcDateTime ?? default,
            }
            : null;
        return await RenewAsync(cancellationToken);
    }

    /// <summary>
    /// Whether a lease has lapsed. One that ends later than any that is given now dates from before the clock was set back: whoever lives
    /// renews it well within its duration, so one that stands still for as long is nobody's.
    /// </summary>
    private bool IsOver(DateTimeOffset until, ETag seen)
    {
        var left = until - clock.GetUtcNow();
        if (left <= duration)
        {
            return left <= TimeSpan.Zero;
        }

        if (strange?.ETag != seen)
        {
            strange = (seen, clock.GetTimestamp());
        }

        return clock.GetElapsedTime(strange.Value.At) >= duration;
    }

    /// <summary>False: somebody else has the lease.</summary>
    /// <exception cref="RequestFailedException">Storage failed.</exception>
    public Task<bool> RenewAsync(CancellationToken cancellationToken) =>
        WriteAsync(row => table.UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancellationToken));

    /// <summary>Renews, and keeps the status.</summary>
    /// <exception cref="RequestFailedException">Storage failed.</exception>
    public Task<bool> SaveAsync(ScheduleStatus status, string schedule, CancellationToken cancellationToken)
    {
        (Status, Schedule) = (status, schedule);
        return RenewAsync(cancellationToken);
    }

    /// <summary>Lets another process have it at once.</summary>
    /// <exception cref="RequestFailedException">Storage failed.</exception>
    public Task ReleaseAsync(CancellationToken cancellationToken) =>
        WriteAsync(row => table.UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancellationToken), DateTimeOffset.UnixEpoch);

    private async Task<bool> WriteAsync(Func<TableEntity, Task<Response>> write, DateTimeOffset? until = null)
    {
        var row = new TableEntity(Partition, function) { ["Owner"] = owner, ["Until"] = until ?? clock.GetUtcNow() + duration };
        if (Status is { } status)
        {
            row["Schedule"] = Schedule;
            row["Next"] = status.Next;
            if (status.Last != default)
            {
                row["Last"] = status.Last;
            }

            row["LastUpdated"] = status.LastUpdated;
        }

        try
        {
            etag = (await write(row)).Headers.ETag ?? default;
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.Conflict or (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
