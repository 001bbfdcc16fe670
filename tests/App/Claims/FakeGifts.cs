using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>Personal codes in memory: one for an issue's id.</summary>
internal sealed class FakeCodes : ICodeStore
{
    private readonly ConcurrentDictionary<(CustomerKey Customer, string Issue), IssuedCode> _issued = new();
    private int _count;

    public IReadOnlyCollection<IssuedCode> Issued => [.. _issued.Values];

    /// <summary>The codes that somebody has used.</summary>
    public ConcurrentDictionary<PromoCode, bool> Used { get; } = new();

    /// <summary>Called whenever somebody looks at a customer's codes.</summary>
    public Action? OnLook { get; set; }

    public Task<IssuedCode?> FindAsync(PromoCode code, CancellationToken cancellationToken) =>
        Task.FromResult(_issued.Values.FirstOrDefault(issued => issued.Code == code));

    /// <summary>Called once, before a code stands.</summary>
    public Func<Task>? BeforeNext { get; set; }

    public async Task<IssuePersonalOutcome> IssuePersonalAsync(PersonalIssue issue, CancellationToken cancellationToken)
    {
        if (BeforeNext is { } before)
        {
            BeforeNext = null;
            await before();
        }

        var code = PromoCode.Parse(string.Create(CultureInfo.InvariantCulture, $"{NamePart.Of(issue.FirstName)}{Interlocked.Increment(ref _count):D4}"));
        var mine = new IssuedCode(code, issue.Campaign, CodeKind.Personal) { BoundTo = issue.Customer, ExpiresAt = issue.ExpiresAt, Gift = issue.Gift };
        var standing = _issued.GetOrAdd((issue.Customer, issue.Campaign.Value + "|" + issue.IssueId), mine);
        return new IssuePersonalOutcome(standing, standing == mine);
    }

    public async IAsyncEnumerable<PersonalCode> PersonalOfAsync(CustomerKey customer, HistoryPlace? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        OnLook?.Invoke();
        foreach (var ((_, issue), code) in _issued.Where(issued => issued.Key.Customer == customer).OrderByDescending(issued => issued.Value.Code))
        {
            yield return new PersonalCode(code, DateTimeOffset.UnixEpoch, Used.ContainsKey(code.Code), new HistoryPlace(DateTimeOffset.UnixEpoch, "key-of-" + issue));
        }
    }

    public IAsyncEnumerable<PromoCode> PersonalNamesOfAsync(CustomerKey customer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IssuedCode?> FindPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken) =>
        Task.FromResult(_issued.GetValueOrDefault((customer, campaign.Value + "|" + issueId)));

    public Task ForgetPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken)
    {
        _issued.TryRemove((customer, campaign.Value + "|" + issueId), out _);
        return Task.CompletedTask;
    }

    public Task<IssueBatchOutcome> IssueBatchAsync(CampaignId campaign, BatchId id, PromoCode prefix, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ImportCodeOutcome>> ImportAsync(CampaignId campaign, BatchId import, IReadOnlyList<IssuedCode> codes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SetCodeStatusOutcome> SetStatusAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken)
    {
        var (key, standing) = _issued.Single(issued => issued.Value.Code == code);
        _issued[key] = standing with { Status = status };
        return Task.FromResult(SetCodeStatusOutcome.Set);
    }

    public IAsyncEnumerable<IssuedCode> ListAsync(CampaignId campaign, BatchId? batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<CodeCount>> CountsAsync(CampaignId campaign, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<CodesOfDay>> IssuedByDayAsync(CampaignId campaign, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Campaigns in memory, each saved by its revision.</summary>
internal sealed class FakeCatalog : ICampaignCatalog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CampaignId, Campaign> _campaigns = [];

    public IReadOnlyDictionary<CampaignId, Campaign> Campaigns
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<CampaignId, Campaign>(_campaigns);
            }
        }
    }

    public ValueTask<CatalogView> ViewAsync(CancellationToken cancellationToken) => ValueTask.FromResult(View());

    public Task<CatalogView> RefreshAsync(CancellationToken cancellationToken) => Task.FromResult(View());

    public Task<SaveCampaignOutcome> SaveAsync(CampaignId id, CampaignDefinition definition, int? ifMatch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var standing = _campaigns.GetValueOrDefault(id);
            if (ifMatch is { } revision && revision != (standing?.Revision ?? 0))
            {
                return Task.FromResult<SaveCampaignOutcome>(new SaveCampaignOutcome.Stale(standing?.Revision ?? 0));
            }

            _campaigns[id] = standing?.Change(definition, DateTimeOffset.UnixEpoch) ?? Campaign.Create(id, definition);
            return Task.FromResult<SaveCampaignOutcome>(new SaveCampaignOutcome.Saved(_campaigns[id], standing is null));
        }
    }

    public Task<AddCodeOutcome> AddPublicCodeAsync(CampaignId id, PromoCode code, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SetCodeStatusOutcome> SetCodeStatusAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken) => throw new NotSupportedException();

    private CatalogView View() => new(Campaigns, new Dictionary<PromoCode, PublicCode>());
}

/// <summary>A goodwill book that dies at a point.</summary>
internal sealed class CrashingGoodwill(IGoodwillBook inner, CrashPoint crash) : IGoodwillBook
{
    public Task<Goodwill?> FindAsync(CustomerKey customer, CancellationToken cancellationToken) => crash.CallAsync(() => inner.FindAsync(customer, cancellationToken));

    public Task<Goodwill> TakeAsync(CustomerKey customer, Goodwill next, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.TakeAsync(customer, next, receivedAt, cancellationToken));

    public Task ReleaseAsync(CustomerKey customer, ClaimId claim, CancellationToken cancellationToken) =>
        crash.CallAsync(async () =>
        {
            await inner.ReleaseAsync(customer, claim, cancellationToken);
            return true;
        });
}

/// <summary>A store of codes that dies at a point.</summary>
internal sealed class CrashingCodes(ICodeStore inner, CrashPoint crash) : ICodeStore
{
    public Task<IssuedCode?> FindAsync(PromoCode code, CancellationToken cancellationToken) => inner.FindAsync(code, cancellationToken);

    public Task<IssuePersonalOutcome> IssuePersonalAsync(PersonalIssue issue, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.IssuePersonalAsync(issue, cancellationToken));

    public IAsyncEnumerable<PersonalCode> PersonalOfAsync(CustomerKey customer, HistoryPlace? after, CancellationToken cancellationToken) => inner.PersonalOfAsync(customer, after, cancellationToken);

    public IAsyncEnumerable<PromoCode> PersonalNamesOfAsync(CustomerKey customer, CancellationToken cancellationToken) => inner.PersonalNamesOfAsync(customer, cancellationToken);

    public Task<IssuedCode?> FindPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken) =>
        inner.FindPersonalAsync(campaign, issueId, customer, cancellationToken);

    public Task ForgetPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken) =>
        inner.ForgetPersonalAsync(campaign, issueId, customer, cancellationToken);

    public Task<IssueBatchOutcome> IssueBatchAsync(CampaignId campaign, BatchId id, PromoCode prefix, int count, CancellationToken cancellationToken) =>
        inner.IssueBatchAsync(campaign, id, prefix, count, cancellationToken);

    public Task<IReadOnlyList<ImportCodeOutcome>> ImportAsync(CampaignId campaign, BatchId import, IReadOnlyList<IssuedCode> codes, CancellationToken cancellationToken) =>
        inner.ImportAsync(campaign, import, codes, cancellationToken);

    public Task<SetCodeStatusOutcome> SetStatusAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken) => inner.SetStatusAsync(code, status, cancellationToken);

    public IAsyncEnumerable<IssuedCode> ListAsync(CampaignId campaign, BatchId? batch, CancellationToken cancellationToken) => inner.ListAsync(campaign, batch, cancellationToken);

    public Task<IReadOnlyList<CodeCount>> CountsAsync(CampaignId campaign, CancellationToken cancellationToken) => inner.CountsAsync(campaign, cancellationToken);

    public Task<IReadOnlyList<CodesOfDay>> IssuedByDayAsync(CampaignId campaign, CancellationToken cancellationToken) => inner.IssuedByDayAsync(campaign, cancellationToken);
}
