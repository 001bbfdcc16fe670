using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

/// <summary>A claim's row in <c>Claims</c>, with what never changes and where it stands; one row, so that one request reads it and one changes it.</summary>
/// <param name="Id">The stored id; a collision of hashes is seen by it.</param>
/// <param name="ReceivedAt">When it came in.</param>
/// <param name="Kind">Null for a message that could not be read, as the next three are.</param>
/// <param name="Agent">Who sent it.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="ContentHash">Of the canonical content.</param>
/// <param name="ContentRows">In how many rows of <c>ClaimPersons</c> the content stands.</param>
internal sealed record ClaimRows(
    ClaimId Id,
    DateTimeOffset ReceivedAt,
    ClaimKind? Kind,
    string? Agent,
    CustomerKey? Customer,
    string? ContentHash,
    int ContentRows)
{
    /// <summary>Where it stands, without the reply.</summary>
    public ClaimState State { get; init; } = ClaimState.Queued;

    /// <summary>How many audit entries there are.</summary>
    public int AuditCount { get; init; }

    /// <summary>Names what a person wrote about the decision, in <c>ClaimPersons</c>; null for nothing.</summary>
    public string? WordsOfState { get; init; }

    /// <summary>Tells the write of this very call from another's.</summary>
    public string Nonce { get; init; } = NewNonce();

    /// <summary>The row of <c>ClaimPersons</c> in which the reply stands; null before there is one.</summary>
    public string? ReplyRow { get; init; }

    /// <summary>Of the row; unset for one that was not read.</summary>
    public ETag ETag { get; init; }

    public string Partition => ClaimKeys.PartitionOf(Id);

    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public static ClaimRows Read(TableEntity row) => new(
        ClaimId.Parse(row.GetString(nameof(Id))),
        new DateTimeOffset(row.GetInt64(nameof(ReceivedAt)) ?? 0, TimeSpan.Zero),
        row.GetString(nameof(Kind)) is { } kind && Vocabulary<ClaimKind>.Words.TryFind(kind, out var known) ? known : null,
        row.GetString(nameof(Agent)),
        row.GetString(nameof(Customer)) is { } customer && CustomerKey.TryParse(customer, out var key, out _) ? key : null,
        row.GetString(nameof(ContentHash)),
        row.GetInt32(nameof(ContentRows)) ?? 0)
    {
        State = KeptJson.Read<ClaimState>(row.GetLongText(nameof(State))),
        AuditCount = row.GetInt32(nameof(AuditCount)) ?? 0,
        WordsOfState = row.GetString(nameof(AuditEntry.Words)),
        Nonce = row.GetString(nameof(Nonce)) ?? "",
        ReplyRow = row.GetString(nameof(ReplyRow)),
        ETag = row.ETag,
    };

    public TableEntity ToRow()
    {
        var row = new TableEntity(Partition, ClaimKeys.Claim)
        {
            [nameof(Id)] = Id.Value,
            [nameof(ReceivedAt)] = ReceivedAt.UtcTicks,
            [nameof(Kind)] = Kind is { } kind ? Vocabulary<ClaimKind>.Words[kind] : null,
            [nameof(Agent)] = Agent,
            [nameof(Customer)] = Customer?.Value,
            [nameof(ContentHash)] = ContentHash,
            [nameof(ContentRows)] = ContentRows,

            // For people who look at the table; the program reads the JSON.
            ["Status"] = Vocabulary<ClaimStatus>.Words[State.Status],
            [nameof(AuditCount)] = AuditCount,
            [nameof(Nonce)] = Nonce,
            [nameof(ReplyRow)] = ReplyRow,
        };
        row[nameof(AuditEntry.Words)] = State.ByAgent switch
        {
            null => null,
            { Words: { } words } => WordsKey(words),
            _ => WordsOfState,
        };
        row.SetLongText(nameof(State), KeptJson.Write(State with { Reply = null, ByAgent = State.ByAgent?.WithWords(null) }));
        return row;
    }

    /// <summary>The row of an entry that follows the <paramref name="before"/> entries there are.</summary>
    public TableEntity ToAuditRow(AuditEntry entry, int before) => new(Partition, ClaimKeys.Audit(before + 1))
    {
        [nameof(AuditEntry.At)] = entry.At.UtcTicks,
        [nameof(AuditEntry.Actor)] = entry.Actor,
        [nameof(AuditEntry.Event)] = entry.Event,
        [nameof(AuditEntry.Detail)] = entry.Detail.Length <= AuditEntry.MaxDetailLength ? entry.Detail : entry.Detail[..AuditEntry.MaxDetailLength],
        [nameof(AuditEntry.Words)] = entry.Words is { } words ? WordsKey(words) : null,
    };

    /// <summary>Names what a person wrote.</summary>
    public static string WordsKey(string words) => ClaimKeys.Hash(Encoding.UTF8.GetBytes(words));

    public static AuditEntry ReadAudit(TableEntity row) => new(
        new DateTimeOffset(row.GetInt64(nameof(AuditEntry.At)) ?? 0, TimeSpan.Zero),
        row.GetString(nameof(AuditEntry.Actor)),
        row.GetString(nameof(AuditEntry.Event)),
        row.GetString(nameof(AuditEntry.Detail)));

    public ClaimRecord ToRecord(KeptReply? reply) =>
        new(Id, ReceivedAt, Kind, Agent, Customer, reply is null ? State with { Reply = null } : reply.JoinTo(State), AuditCount.ToString(CultureInfo.InvariantCulture) + "-" + Nonce);
}
