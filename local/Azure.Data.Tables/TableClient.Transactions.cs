#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>
    /// Takes some actions on rows of one partition, all or none of them.
    /// </summary>
    /// <param name="transactionActions">1 to 100 actions, each on another row, 4 MiB in all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The responses to the actions in their order, each with its row's new version as the ETag header.</returns>
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    /// <exception cref="TableTransactionFailedException">An action failed, with the status and code of its failure; nothing took effect.</exception>
    public virtual Response<IReadOnlyList<Response>> SubmitTransaction(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        using var message = Changeset.Request(_account, Name, transactionActions, out var count);
        return ChangesetAnswer.Read(_account.Send(message, cancellationToken), count);
    }

    /// <inheritdoc cref="SubmitTransaction" />
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        using var message = Changeset.Request(_account, Name, transactionActions, out var count);
        return ChangesetAnswer.Read(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), count);
    }
}
