using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.App.Attempts;

/// <summary>Notes codes that did not work for a shopper who can be told again: a customer, or a session. Costs the request no storage.</summary>
public sealed class RecordAttempts(IAttemptJournal journal, CustomerKeys customers, TimeProvider clock)
{
    /// <summary>The codes that an answer refuses.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="candidates">What was known of the codes, limits included.</param>
    /// <param name="evaluation">What is answered.</param>
    /// <param name="at">The instant for which it was evaluated.</param>
    public void Refused(AttemptedRequest request, IReadOnlyList<Candidate> candidates, OrderEvaluation evaluation, DateTimeOffset at)
    {
        if (evaluation.Rejected.Count > 0 && request.IsSomebodys)
        {
            Add(request, at, [.. evaluation.Rejected.Select(rejected =>
                AttemptedCode.Refused(rejected, candidates.First(candidate => candidate.Code == rejected.Code), evaluation, at))]);
        }
    }

    /// <summary>All codes of a request that we fail to answer.</summary>
    public void Failed(AttemptedRequest request)
    {
        if (request.Codes.Count > 0 && request.IsSomebodys)
        {
            Add(request, request.At ?? clock.GetUtcNow(), [.. request.Codes.Distinct().Select(AttemptedCode.Failed)]);
        }
    }

    private void Add(AttemptedRequest request, DateTimeOffset at, IReadOnlyList<AttemptedCode> codes) => journal.Add(new SentCodes(
        clock.GetUtcNow(),
        at,
        customers.Of(request.Customer),
        request.Session,
        request.Cart,
        request.Customer?.OrdersPlaced,
        request.Customer?.Tags ?? [],
        codes));
}

/// <summary>What was sent with codes.</summary>
/// <param name="Codes">The codes.</param>
/// <param name="Cart">What was to be bought.</param>
/// <param name="Customer">Who sent them; null when nobody is named.</param>
/// <param name="Client">What is known of the browser; null for nothing.</param>
/// <param name="At">The instant that the shop asks about; null for now.</param>
public readonly record struct AttemptedRequest(IReadOnlyList<PromoCode> Codes, Cart Cart, Customer? Customer, ClientInfo? Client, DateTimeOffset? At)
{
    internal string? Session => Client?.Session;

    internal bool IsSomebodys => Session is not null || Customer is { Email: not null } or { Id: not null };
}
