using Azure;
using Azure.Data.Tables;

namespace PromoFunctions.Storage.Tables;

/// <summary>The one place where a conflict of Table Storage (409, 412, 404 on a condition) becomes a result; anything else throws.</summary>
internal static class ConditionalWrites
{
    /// <summary>Inserts a row that must not exist.</summary>
    /// <returns><see cref="WriteResult.Written"/>, <see cref="WriteResult.Exists"/> or <see cref="WriteResult.Unknown"/>.
    /// A retry inside the client can answer Exists for a row that this very call wrote, so a caller that must tell compares the row.</returns>
    public static async Task<WriteResult> TryInsertAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(row, cancellationToken).ConfigureAwait(false);
            return WriteResult.Written;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            return WriteResult.Exists;
        }
        catch (Exception failure) when (IsUnknown(failure, cancellationToken))
        {
            return WriteResult.Unknown;
        }
    }

    /// <summary>Replaces a row that must not have changed since <paramref name="ifMatch"/> was read.</summary>
    public static async Task<WriteResult> TryReplaceAsync(this TableClient table, TableEntity row, ETag ifMatch, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(row, ifMatch, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return WriteResult.Written;
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 412)
        {
            return WriteResult.Changed;
        }
        catch (Exception failure) when (IsUnknown(failure, cancellationToken))
        {
            return WriteResult.Unknown;
        }
    }

    /// <summary>Changes some properties of a row that must not have changed since <paramref name="ifMatch"/> was read.</summary>
    /// <returns>How it ended, and the ETag when it was written.</returns>
    public static async Task<(WriteResult Result, ETag ETag)> TryMergeAsync(this TableClient table, TableEntity properties, ETag ifMatch, CancellationToken cancellationToken)
    {
        try
        {
            var response = await table.UpdateEntityAsync(properties, ifMatch, TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
            return (WriteResult.Written, response.Headers.ETag ?? default);
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 412)
        {
            return (WriteResult.Changed, default);
        }
        catch (Exception failure) when (IsUnknown(failure, cancellationToken))
        {
            return (WriteResult.Unknown, default);
        }
    }

    /// <summary>Adds properties to a row whatever it has become. False: the row has no room for them, or there is none.</summary>
    public static async Task<bool> TryAddAsync(this TableClient table, TableEntity properties, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(properties, ETag.All, TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 400 or 404)
        {
            return false;
        }
    }

    /// <summary>Deletes a row as it was read.</summary>
    public static async Task<WriteResult> TryDeleteAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken).ConfigureAwait(false);
            return WriteResult.Written;
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 412)
        {
            return WriteResult.Changed;
        }
        catch (Exception failure) when (IsUnknown(failure, cancellationToken))
        {
            return WriteResult.Unknown;
        }
    }

    /// <summary>Submits a transaction of at most 100 actions in one partition.</summary>
    public static async Task<TransactionResult> TrySubmitAsync(this TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            var response = await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
            var etags = new ETag[response.Value.Count];
            for (var i = 0; i < etags.Length; i++)
            {
                etags[i] = response.Value[i].Headers.ETag ?? default;
            }

            return new(WriteResult.Written, -1, etags);
        }
        catch (TableTransactionFailedException failure) when (failure.Status is 404 or 409 or 412)
        {
            return new(failure.Status == 409 ? WriteResult.Exists : WriteResult.Changed, failure.FailedTransactionActionIndex ?? -1, []);
        }
        catch (Exception failure) when (IsUnknown(failure, cancellationToken))
        {
            return new(WriteResult.Unknown, -1, []);
        }
    }

    /// <summary>Reads a row, or null.</summary>
    public static async Task<TableEntity?> FindAsync(this TableClient table, string partition, string row, CancellationToken cancellationToken)
    {
        var response = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken).ConfigureAwait(false);
        return response.HasValue ? response.Value : null;
    }

    /// <summary>Every row of a partition whose key starts with <paramref name="prefix"/>, by key.</summary>
    public static AsyncPageable<TableEntity> RowsAsync(this TableClient table, string partition, string prefix, CancellationToken cancellationToken)
    {
        // The character after the prefix's last ends the range: keys are compared by ordinal.
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        return table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {prefix} and RowKey lt {end}"),
            cancellationToken: cancellationToken);
    }

    /// <summary>Whether a failure leaves open if the write landed.</summary>
    private static bool IsUnknown(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        RequestFailedException request => request.Status is 0 or 408 or >= 500,
        AggregateException all => all.InnerExceptions.All(inner => IsUnknown(inner, cancellationToken)),
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        IOException => true,
        _ => false,
    };
}
