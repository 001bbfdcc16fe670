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

/// <summary>A claim's two rows in <c>Claims</c>: what never changes, and where it stands.</summary>
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

    /// <summary>The row of <c>ClaimPersons</c> in which the reply stands.</summary>
    public string ReplyRow { get; init; } = ClaimKeys.Reply;

    /// <summary>Of the claim's row; unset for one that was not read.</summary>
    public ETag ClaimETag { get; init; }

    /// <summary>Of the state's row.</summary>
    public ETag StateETag { get; init; }

    public string Partition => ClaimKeys.PartitionOf(Id);

    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public static ClaimRows Read(TableEntity claim, TableEntity state) => new(
        ClaimId.Parse(claim.GetString(nameof(Id))),
        new DateTimeOffset(claim.GetInt64(nameof(ReceivedAt)) ?? 0, TimeSpan.Zero),
        claim.GetString(nameof(Kind)) is { } kind && Vocabulary<ClaimKind>.Words.TryFind(kind, out var known) ? known : null,
        claim.GetString(nameof(Agent)),
        claim.GetString(nameof(Customer)) is { } customer && CustomerKey.TryParse(customer, out var key, out _) ? key : null,
        claim.GetString(nameof(ContentHash)),
        claim.GetInt32(nameof(ContentRows)) ?? 0)
    {
        State = ReadState(state),
        AuditCount = state.GetInt32(nameof(AuditCount)) ?? 0,
        WordsOfState = state.GetString(nameof(AuditEntry.Words)),
        Nonce = state.GetString(nameof(Nonce)) ?? "",
        ReplyRow = state.GetString(nameof(ReplyRow)) ?? ClaimKeys.Reply,
        ClaimETag = claim.ETag,
        StateETag = state.ETag,
    };

    /// <summary>Where a claim stands, of the state's row alone.</summary>
    public static ClaimState ReadState(TableEntity state) => KeptJson.Read<ClaimState>(state.GetLongText(nameof(State)));

    public TableEntity ToClaimRow() => new(Partition, ClaimKeys.Claim)
    {
        [nameof(Id)] = Id.Value,
        [nameof(ReceivedAt)] = ReceivedAt.UtcTicks,
        [nameof(Kind)] = Kind is { } kind ? Vocabulary<ClaimKind>.Words[kind] : null,
        [nameof(Agent)] = Agent,
        [nameof(Customer)] = Customer?.Value,
        [nameof(ContentHash)] = ContentHash,
        [nameof(ContentRows)] = ContentRows,
    };

    public TableEntity ToStateRow()
    {
        var row = new TableEntity(Partition, ClaimKeys.State)
        {
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
