using Azure.Data.Tables;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Preferences;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Preferences;

/// <summary>
/// Table <c>Preferences</c>: what customers said about mails. Partition the first three digits of the customer's key, row the key; nothing else tells whose
/// it is. Kept for good, since whoever said no must not be mailed after years either.
/// </summary>
public sealed class TablePreferenceStore(PromoTables tables, TimeProvider clock) : IPreferenceStore
{
    private const string Reminders = nameof(Reminders);
    private const int DigitsOfPartition = 3;

    /// <inheritdoc/>
    public async Task<bool> WantsRemindersAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var key = KeyOf(customer);
        var row = await tables.Preferences.FindAsync(key.PartitionKey, key.RowKey, cancellationToken).ConfigureAwait(false);
        return row?.GetBoolean(Reminders) ?? true;
    }

    /// <inheritdoc/>
    public Task SetRemindersAsync(CustomerKey customer, bool wanted, CancellationToken cancellationToken)
    {
        var row = KeyOf(customer);
        row[Reminders] = wanted;
        row["ChangedAt"] = clock.GetUtcNow();
        return tables.Preferences.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    private static TableEntity KeyOf(CustomerKey customer) => new(customer.Value[..DigitsOfPartition], customer.Value);
}
