using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Erasure;

/// <summary>
/// Deletes a customer's personal codes, which bear the name. The row that names a code says that it is going, then the code is deleted, then the
/// row, so a repeat finds what is left; whoever issues the code at the same instant looks at that row once the code stands
/// (<see cref="PersonalCodes.LetGoWhereErasedAsync"/>), and so one of the two sees the other; for an issuer that dies before it looks, the sweep does. An
/// order under way finds its code gone and is decided anew, and what was redeemed stands in the books under the code's pseudonym.
/// </summary>
public sealed class EraseCodes(PromoTables tables, BusinessCalendar calendar, TimeProvider clock) : IPersonalData
{
    private readonly WithdrawnTally _withdrawn = new(tables, calendar, clock);

    /// <inheritdoc/>
    public async Task EraseAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.CodePersons.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (row.GetString(PersonalCodes.Code) is { } text)
            {
                await WithdrawAsync(PromoCode.Parse(text), customer, cancellationToken).ConfigureAwait(false);
            }

            await PersonalCodes.EraseAsync(tables, row, customer, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts a code that the claims desk gave and nobody has used: voided first, so that nobody takes it any more, and counted before its row, which tells of the gift, is gone.</summary>
    private async Task WithdrawAsync(PromoCode name, CustomerKey customer, CancellationToken cancellationToken)
    {
        // Whatever comes of the write, the next look tells.
        while (await FindAsync(name, customer, cancellationToken).ConfigureAwait(false) is { } row && CodeRow.Read(row) is { Gift: not null } code)
        {
            if (CodeRow.IsWithdrawn(row))
            {
                await _withdrawn.AddAsync(code, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (code is not { TakenBy: null, Status: not CodeStatus.Voided })
            {
                return;
            }

            CodeRow.Withdraw(row);
            await tables.Codes.TryReplaceAsync(row, row.ETag, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TableEntity?> FindAsync(PromoCode code, CustomerKey customer, CancellationToken cancellationToken) =>
        await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } row && CodeRow.Read(row).BoundTo == customer ? row : null;
}
