using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

/// <summary>Policies in table <c>Policies</c>, after the one that comes with the program.</summary>
public sealed class TablePolicyStore(PromoTables tables) : IPolicyStore, IPolicyRegister
{
    // What a version says never changes, so it is read once; which one is in force is read every time.
    private readonly ConcurrentDictionary<int, PolicyVersion> _read = new() { [WrittenPolicy.First.Version] = WrittenPolicy.First };

    /// <inheritdoc/>
    public async Task<PolicyVersion> CurrentAsync(CancellationToken cancellationToken)
    {
        var (version, _) = await MarkAsync(cancellationToken).ConfigureAwait(false);
        return await FindAsync(version, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"The policy {version} is in force, but is not there.");
    }

    /// <inheritdoc/>
    public async Task<PolicyVersion?> FindAsync(int version, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(version, out var read))
        {
            return read;
        }

        return await tables.Policies.FindAsync(PolicyRows.Partition, PolicyRows.KeyOf(version), cancellationToken).ConfigureAwait(false) is { } row
            ? _read.GetOrAdd(version, PolicyRows.Read(row))
            : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PolicyStamp>> ListAsync(CancellationToken cancellationToken)
    {
        List<PolicyStamp> stamps = [WrittenPolicy.First.Stamp];
        var rows = tables.Policies.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {PolicyRows.Partition} and RowKey ge {PolicyRows.VersionPrefix}"),
            select: [PolicyRows.Version, PolicyRows.From],
            cancellationToken: cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            stamps.Add(PolicyRows.ReadStamp(row));
        }

        stamps.Reverse();
        return stamps;
    }

    /// <inheritdoc/>
    public async Task<PolicySaving> SaveAsync(Policy policy, int? expected, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        for (PolicyVersion? tried = null; ;)
        {
            var (current, mark) = await MarkAsync(cancellationToken).ConfigureAwait(false);

            // Looked for after the mark: a try that landed late either shows here, or moves the mark that the next try needs.
            if (tried is not null && await IsOwnAsync(tried.Version, nonce, cancellationToken).ConfigureAwait(false))
            {
                return new PolicySaving.Saved(tried);
            }

            if (expected is not null && current != expected)
            {
                return new PolicySaving.Stale(current);
            }

            var next = new PolicyVersion(current + 1, now.ToUniversalTime(), policy);
            var inForce = PolicyRows.OfCurrent(next.Version);
            List<TableTransactionAction> actions =
            [
                new(TableTransactionActionType.Add, PolicyRows.Of(next, nonce)),
                mark is null
                    ? new(TableTransactionActionType.Add, inForce)
                    : new(TableTransactionActionType.UpdateReplace, inForce, mark.ETag),
            ];
            var result = await tables.Policies.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false);
            if (result.Result == WriteResult.Written)
            {
                return new PolicySaving.Saved(next);
            }

            tried = next;
        }
    }

    private async Task<(int Version, TableEntity? Mark)> MarkAsync(CancellationToken cancellationToken)
    {
        var mark = await tables.Policies.FindAsync(PolicyRows.Partition, PolicyRows.Current, cancellationToken).ConfigureAwait(false);
        return (mark?.GetInt32(PolicyRows.Version) ?? WrittenPolicy.First.Version, mark);
    }

    /// <summary>Whether a version is the one that was written under a nonce.</summary>
    private async Task<bool> IsOwnAsync(int version, string nonce, CancellationToken cancellationToken) =>
        await tables.Policies.FindAsync(PolicyRows.Partition, PolicyRows.KeyOf(version), cancellationToken).ConfigureAwait(false) is { } row
        && row.GetString(PolicyRows.Nonce) == nonce;
}
