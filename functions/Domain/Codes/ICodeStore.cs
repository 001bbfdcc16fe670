using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Codes;

/// <summary>The codes that work once, and the names of all codes: no code exists twice.</summary>
public interface ICodeStore
{
    /// <summary>What storage knows of a code now, or null. One request.</summary>
    Task<IssuedCode?> FindAsync(PromoCode code, CancellationToken cancellationToken);

    /// <summary>Issues unique codes, or completes the batch of that id: called again after whatever end, it makes what is missing.</summary>
    /// <param name="campaign">A campaign that exists.</param>
    /// <param name="id">The batch.</param>
    /// <param name="prefix">At most <see cref="CodeBatch.MaxPrefixLength"/> characters.</param>
    /// <param name="count">From 1 to <see cref="CodeBatch.MaxCount"/>.</param>
    /// <param name="cancellationToken">Breaks off between transactions.</param>
    Task<IssueBatchOutcome> IssueBatchAsync(CampaignId campaign, BatchId id, PromoCode prefix, int count, CancellationToken cancellationToken);

    /// <summary>Issues a personal code, or answers the one that this issue made before.</summary>
    Task<IssuePersonalOutcome> IssuePersonalAsync(PersonalIssue issue, CancellationToken cancellationToken);

    /// <summary>The code that an issue of that id made before, or null.</summary>
    Task<IssuedCode?> FindPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>Deletes the code that an issue made, as an erasure of its customer does; nothing when it made none.</summary>
    Task ForgetPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>The personal codes that a customer was ever issued, the newest first. One request a thousand of them, and one or two for each that is drawn.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="after">Only what comes after this place; null begins with the newest.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    IAsyncEnumerable<PersonalCode> PersonalOfAsync(CustomerKey customer, HistoryPlace? after, CancellationToken cancellationToken);

    /// <summary>The codes that a customer's rows name, in no order: those of <see cref="PersonalOfAsync"/>, and some that never came to stand. One request a thousand.</summary>
    IAsyncEnumerable<PromoCode> PersonalNamesOfAsync(CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>Adds codes that the shop brings along. The same codes with the same content again are no second ones, and complete an import that was broken off.</summary>
    /// <param name="campaign">A campaign that exists.</param>
    /// <param name="import">Names what is imported: the same id comes with the same codes in the same order.</param>
    /// <param name="codes">Unique and personal codes with that campaign, and without a stamp.</param>
    /// <param name="cancellationToken">Breaks off between codes.</param>
    /// <returns>What became of each, in their order.</returns>
    Task<IReadOnlyList<ImportCodeOutcome>> ImportAsync(CampaignId campaign, BatchId import, IReadOnlyList<IssuedCode> codes, CancellationToken cancellationToken);

    /// <summary>Sets where a code stands. Redemptions obey it when this returns.</summary>
    Task<SetCodeStatusOutcome> SetStatusAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken);

    /// <summary>A campaign's unique and personal codes as they stand, a few hundred in memory at a time, without stamps and without when they were written; those of one batch by their code.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="batch">Only those of this batch or import; null for all.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    IAsyncEnumerable<IssuedCode> ListAsync(CampaignId campaign, BatchId? batch, CancellationToken cancellationToken);

    /// <summary>How many unique and personal codes a campaign has issued, for each batch and each import, and one for the personal codes that were issued alone. One request a thousand batches; a few more while something is under way or was broken off, and then exact as well.</summary>
    Task<IReadOnlyList<CodeCount>> CountsAsync(CampaignId campaign, CancellationToken cancellationToken);

    /// <summary>The same codes by the business day of their issue, for reports. As many requests.</summary>
    Task<IReadOnlyList<CodesOfDay>> IssuedByDayAsync(CampaignId campaign, CancellationToken cancellationToken);
}

/// <summary>Codes that were issued together. Used, paused and voided ones count.</summary>
/// <param name="Batch">The batch or import; null for personal codes that were issued alone.</param>
/// <param name="Unique">Codes for anybody, once.</param>
/// <param name="Personal">Codes for one customer, once.</param>
public sealed record CodeCount(BatchId? Batch, long Unique, long Personal);

/// <summary>Unique or personal codes that were issued on one day.</summary>
/// <param name="Batch">As in <see cref="CodeCount"/>.</param>
/// <param name="Day">The business day on which the batch or import was first asked for, or the personal codes were issued; null for one long ago, or of before it was kept.</param>
/// <param name="Expires">Of codes with an end of their own, the last business day on which they work for a time; null for their campaign's end.</param>
/// <param name="Count">How many stand, used, paused and voided ones included.</param>
public sealed record CodesOfDay(BatchId? Batch, string? Day, string? Expires, long Count);

/// <summary>A personal code to be issued.</summary>
/// <param name="Campaign">A campaign that exists.</param>
/// <param name="IssueId">The idempotency key among the customer's codes: 1 to 200 characters without <c>/ \ # ?</c> and control characters.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="FirstName">What the code begins with, see <see cref="NamePart"/>.</param>
/// <param name="ExpiresAt">The first instant at which it no longer works; null for its campaign's end.</param>
public sealed record PersonalIssue(CampaignId Campaign, string IssueId, CustomerKey Customer, string? FirstName, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whom to tell before the code ends; null when nobody is.</summary>
    public CodeNotice? Notice { get; init; }

    /// <summary>Why the claims desk gives it; null when it does not.</summary>
    public GiftOrigin? Gift { get; init; }
}

/// <summary>A personal code that stands.</summary>
/// <param name="Issued">The code.</param>
/// <param name="Created">Whether this call issued it; of many at once one does.</param>
public sealed record IssuePersonalOutcome(IssuedCode Issued, bool Created);

/// <summary>A batch of unique codes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Prefix">What its codes begin with.</param>
/// <param name="Count">How many codes it has once it is complete.</param>
/// <param name="Complete">Whether all of them are issued.</param>
/// <param name="StartedAt">When it was first asked for.</param>
public sealed record IssuedBatch(BatchId Id, PromoCode Prefix, int Count, bool Complete, DateTimeOffset StartedAt);

/// <summary>How issuing a batch ended.</summary>
public abstract record IssueBatchOutcome
{
    private IssueBatchOutcome()
    {
    }

    /// <summary>All codes stand.</summary>
    /// <param name="Created">False when the batch was begun by an earlier call.</param>
    public sealed record Complete(bool Created) : IssueBatchOutcome;

    /// <summary>The batch was begun with another count or prefix.</summary>
    public sealed record OtherContent(IssuedBatch Standing) : IssueBatchOutcome;
}

/// <summary>What became of a code to be imported.</summary>
public enum ImportCodeOutcome
{
    /// <summary>It works from now on.</summary>
    Added,

    /// <summary>It stood there with the same content.</summary>
    Repeated,

    /// <summary>A code of that name exists with other content, here or in another campaign.</summary>
    Exists,
}

/// <summary>What became of a code's new status.</summary>
public enum SetCodeStatusOutcome
{
    /// <summary>It has that status.</summary>
    Set,

    /// <summary>There is no such code.</summary>
    NoCode,

    /// <summary>The code was voided, which is for good.</summary>
    Voided,
}
