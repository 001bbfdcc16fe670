using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Mailing;

/// <summary>
/// Table <c>Mails</c>: what was sent, or is being sent. Partition the last three digits of the mail's id, row the id. It names nobody, so that it
/// can stand for good: a repeat however late finds that the mail was sent.
/// </summary>
public sealed class TableMailStore(PromoTables tables, TimeProvider clock) : IMailStore
{
    /// <summary>For how long a taken mail is nobody else's: longer than the client waits for an answer.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private const string SentAt = nameof(SentAt);
    private const string TakenUntil = nameof(TakenUntil);
    private const string TakenBy = nameof(TakenBy);
    private const int DigitsOfPartition = 3;
    private const int StampLength = 13;

    private readonly MailContents _contents = new(tables);

    /// <inheritdoc/>
    public async Task<MailTicket?> KeepAsync(Mail mail, CancellationToken cancellationToken)
    {
        if (mail.Bytes > Mail.MaxBytes)
        {
            throw new ArgumentException($"A mail has at most {Mail.MaxBytes} bytes, and this one {mail.Bytes}.", nameof(mail));
        }

        if (await FindAsync(mail.Id, cancellationToken).ConfigureAwait(false) is { } row && row.ContainsKey(SentAt))
        {
            return null;
        }

        var place = await _contents.KeepAsync(mail, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return new MailTicket(mail.Id, place.ToString(), 1);
    }

    /// <inheritdoc/>
    public async Task<MailTaking> TakeAsync(MailTicket ticket, CancellationToken cancellationToken)
    {
        if (MailPlace.Parse(ticket.Place) is not { } place)
        {
            return new MailTaking.Missing();
        }

        var mine = GeneratedPart.Random(StampLength);
        Mail? mail = null;

        // Nearly always nobody has it, and taking it tells.
        for (var looked = false; ; looked = true)
        {
            var row = looked ? await FindAsync(ticket.Id, cancellationToken).ConfigureAwait(false) : null;
            if (row is not null && row.ContainsKey(SentAt))
            {
                // Also what a crash before the deletion left.
                await _contents.DeleteAsync(ticket.Id, place, cancellationToken).ConfigureAwait(false);
                return new MailTaking.Sent();
            }

            if (row?.GetString(TakenBy) == mine && mail is not null)
            {
                return new MailTaking.Taken(mail, mine);
            }

            var now = clock.GetUtcNow();
            if (row?.GetDateTimeOffset(TakenUntil) is { } until && until > now)
            {
                return new MailTaking.Busy(until);
            }

            mail ??= await _contents.FindAsync(ticket.Id, place, cancellationToken).ConfigureAwait(false);
            if (mail is null)
            {
                // Sent and deleted since the row was read, or never kept.
                return await FindAsync(ticket.Id, cancellationToken).ConfigureAwait(false) is { } last && last.ContainsKey(SentAt) ? new MailTaking.Sent() : new MailTaking.Missing();
            }

            var taken = KeyOf(ticket.Id);
            taken[TakenBy] = mine;
            taken[TakenUntil] = now + Lease;
            var result = row is null
                ? await tables.Mails.TryInsertAsync(taken, cancellationToken).ConfigureAwait(false)
                : await tables.Mails.TryReplaceAsync(taken, row.ETag, cancellationToken).ConfigureAwait(false);
            if (result == WriteResult.Written)
            {
                return new MailTaking.Taken(mail, mine);
            }
        }
    }

    /// <inheritdoc/>
    public async Task MarkSentAsync(MailTicket ticket, CancellationToken cancellationToken)
    {
        var sent = KeyOf(ticket.Id);
        sent[SentAt] = clock.GetUtcNow();

        // Whoever else took it meanwhile: it was sent, and that is for good.
        await tables.Mails.UpsertEntityAsync(sent, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        if (MailPlace.Parse(ticket.Place) is { } place)
        {
            await _contents.DeleteAsync(ticket.Id, place, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What waits to be mailed, with the address that it goes to.</summary>
    internal IAsyncEnumerable<(MailTicket Ticket, string To)> WaitingAsync(CancellationToken cancellationToken) => _contents.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task LetGoAsync(MailTaking.Taken taken, CancellationToken cancellationToken)
    {
        if (await FindAsync(taken.Mail.Id, cancellationToken).ConfigureAwait(false) is { } row && row.GetString(TakenBy) == taken.Stamp)
        {
            // Refused when somebody has it since; and without it the mail is free when its while is over.
            await tables.Mails.TryDeleteAsync(row, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<TableEntity?> FindAsync(MailId id, CancellationToken cancellationToken)
    {
        var key = KeyOf(id);
        return tables.Mails.FindAsync(key.PartitionKey, key.RowKey, cancellationToken);
    }

    private static TableEntity KeyOf(MailId id) => new(id.Value[^DigitsOfPartition..], id.Value);
}
