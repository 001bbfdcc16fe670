using PromoFunctions.App.Http;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Guessing;

namespace PromoFunctions.App.Guessing;

/// <summary>
/// Keeps shoppers from finding codes by trying. Who sent too many unknown ones is refused whatever it sends, so that a refusal
/// does not tell which codes exist.
/// </summary>
/// <remarks>
/// A handler calls <see cref="CheckAsync"/> before it looks at any code, and one of the others before it answers that a code is
/// unknown. Each gives the answer to send in place of the handler's own, or null.
/// </remarks>
public sealed class GuessGuard(IGuessLedger ledger, GuessSubjects subjects, TimeProvider clock)
{
    /// <summary>429 when the shopper is blocked. Costs no storage while nobody is.</summary>
    public async ValueTask<Answer?> CheckAsync(Shopper shopper, CancellationToken cancellationToken) =>
        await ledger.IsQuietAsync(cancellationToken).ConfigureAwait(false)
            ? null
            : Refusal(await ledger.BlockedUntilAsync(subjects.Of(shopper), cancellationToken).ConfigureAwait(false));

    /// <summary>429 when the shopper is known to be blocked, while storage does not answer.</summary>
    public Answer? Check(Shopper shopper, ILastKnown known) => Refusal(known.BlockedUntil(subjects.Of(shopper)));

    /// <summary>Counts unknown codes; 429 when they are too many.</summary>
    /// <param name="shopper">Who sent them.</param>
    /// <param name="unknown">How many different ones the request has; 0 counts nothing and costs nothing.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<Answer?> CountUnknownAsync(Shopper shopper, int unknown, CancellationToken cancellationToken) =>
        unknown == 0
            ? null
            : Refusal(await ledger.CountAsync(subjects.Of(shopper), unknown, cancellationToken).ConfigureAwait(false));

    /// <summary>Counts the codes that an evaluation calls unknown, those of draft campaigns among them.</summary>
    public ValueTask<Answer?> CountUnknownAsync(Shopper shopper, OrderEvaluation evaluation, CancellationToken cancellationToken)
    {
        var unknown = 0;
        foreach (var rejected in evaluation.Rejected)
        {
            unknown += rejected.Reasons is [{ Code: RefusalCodes.UnknownCode }, ..] ? 1 : 0;
        }

        return CountUnknownAsync(shopper, unknown, cancellationToken);
    }

    private Answer? Refusal(DateTimeOffset? until) => until is { } end
        ? Problem.TooMany("too-many-unknown-codes", "Too many codes were sent that do not exist. Wait before any code is tried again.", end - clock.GetUtcNow())
        : null;
}
