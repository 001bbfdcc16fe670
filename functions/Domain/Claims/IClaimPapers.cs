namespace PromoFunctions.Domain.Claims;

/// <summary>What people wrote about a claim after it came in. It stands in the person's rows, and goes with them.</summary>
public interface IClaimPapers
{
    /// <summary>Keeps a contact, or the same contact again. It belongs to the claim once its state has the note.</summary>
    Task KeepContactAsync(ClaimId id, Contact contact, CancellationToken cancellationToken);

    /// <summary>The contacts of a claim, the oldest first: the one that brought it, and those added since. None after the person was erased.</summary>
    Task<IReadOnlyList<DatedContact>> ContactsAsync(ClaimRecord claim, CancellationToken cancellationToken);

    /// <summary>The message that could not be read; null when there is none, or not any more.</summary>
    Task<ReadOnlyMemory<byte>?> FindMessageAsync(ClaimRecord claim, CancellationToken cancellationToken);

    /// <summary>Deletes all that was written about the claim and its customer, word for word: content, reply, contacts. Repeating it does no harm.</summary>
    Task ForgetPersonAsync(ClaimId id, CancellationToken cancellationToken);

    /// <summary>Deletes a message that could not be read. Repeating it does no harm.</summary>
    Task ForgetMessageAsync(ClaimRecord claim, CancellationToken cancellationToken);
}
