using System.Text;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Storage.Claims;

// What people wrote after the claim came in: rows of the person's, found by what the claim's own rows say of them.
public sealed partial class TableClaimStore : IClaimPapers
{
    /// <inheritdoc/>
    public Task KeepContactAsync(ClaimId id, Contact contact, CancellationToken cancellationToken) => _persons.WritePaperAsync(
        ClaimKeys.PartitionOf(id), ClaimKeys.Contact(ContactNote.Of(contact, default).Hash), ContactNote.ToUtf8(contact), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DatedContact>> ContactsAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        var contacts = new List<DatedContact>();
        if (await FindContentAsync(claim, cancellationToken).ConfigureAwait(false) is { } content)
        {
            contacts.Add(new(claim.ReceivedAt, content.Contact));
        }

        var partition = ClaimKeys.PartitionOf(claim.Id);
        foreach (var note in claim.State.Contacts)
        {
            if (await _persons.ReadPaperAsync(partition, ClaimKeys.Contact(note.Hash), cancellationToken).ConfigureAwait(false) is { } json)
            {
                contacts.Add(new(note.At, JsonInput.Read(json, new InputErrors(), Contact.Read) ?? throw new InvalidDataException("A kept contact cannot be read.")));
            }
        }

        return contacts;
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> FindMessageAsync(ClaimRecord claim, CancellationToken cancellationToken) =>
        claim.State.Message is not null
        && await _persons.ReadPaperAsync(ClaimKeys.PartitionOf(claim.Id), ClaimKeys.Message, cancellationToken).ConfigureAwait(false) is { } message
            ? (ReadOnlyMemory<byte>?)message
            : null;

    /// <inheritdoc/>
    public Task ForgetPersonAsync(ClaimId id, CancellationToken cancellationToken) => _persons.DeleteAllAsync(ClaimKeys.PartitionOf(id), cancellationToken);

    /// <inheritdoc/>
    public Task ForgetMessageAsync(ClaimRecord claim, CancellationToken cancellationToken) =>
        _persons.DeletePaperAsync(ClaimKeys.PartitionOf(claim.Id), ClaimKeys.Message, cancellationToken);

    /// <summary>Writes what a person wrote, before the rows that refer to it.</summary>
    private async Task WriteWordsAsync(string partition, ClaimState next, IEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var words in entries.Select(entry => entry.Words).Append(next.ByAgent?.Words).OfType<string>().Distinct())
        {
            await _persons.WritePaperAsync(partition, ClaimKeys.Words(ClaimRows.WordsKey(words)), Encoding.UTF8.GetBytes(words), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> ReadWordsAsync(string partition, string? key, CancellationToken cancellationToken) =>
        key is not null && await _persons.ReadPaperAsync(partition, ClaimKeys.Words(key), cancellationToken).ConfigureAwait(false) is { } words
            ? Encoding.UTF8.GetString(words)
            : null;
}
