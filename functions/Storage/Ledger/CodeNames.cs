using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Finds the pseudonyms of codes that bear names.</summary>
internal sealed class CodeNames(PromoTables tables, CodePseudonyms pseudonyms)
{
    /// <summary>Whether an <c>applied</c> array has a pseudonym for a code.</summary>
    public static bool HidesAny(string appliedJson) => appliedJson.Contains(Member(CodePseudonyms.Prefix)[..^1], StringComparison.Ordinal);

    /// <summary>Of the personal codes that an intent takes.</summary>
    public NamedCodes Of(RedemptionIntent intent)
    {
        var codes = intent.Parts.Select(part => part.Stamp?.Named).OfType<PromoCode>().ToList();
        return codes.Count == 0 ? NamedCodes.None : new(codes.ToDictionary(code => code.Value, pseudonyms.Of, StringComparer.Ordinal));
    }

    /// <summary>Of all personal codes that a customer has.</summary>
    public async Task<NamedCodes> OfAsync(string customer, CancellationToken cancellationToken)
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var code in PersonalCodes.NamesOfAsync(tables, customer, cancellationToken).ConfigureAwait(false))
        {
            codes[code.Value] = pseudonyms.Of(code);
        }

        return new(codes);
    }

    /// <summary>A code as a member of an <c>applied</c> array. Neither codes nor pseudonyms have characters that JSON escapes.</summary>
    internal static string Member(string code) => $"\"code\":\"{code}\"";
}

/// <summary>Some codes that bear names, with their pseudonyms.</summary>
/// <param name="Pseudonyms">By code.</param>
internal sealed record NamedCodes(IReadOnlyDictionary<string, string> Pseudonyms)
{
    /// <summary>None.</summary>
    public static NamedCodes None { get; } = new(new Dictionary<string, string>());

    /// <summary>The intent with pseudonyms for the codes.</summary>
    public RedemptionIntent Hide(RedemptionIntent intent) => Pseudonyms.Count == 0
        ? intent
        : intent with
        {
            AppliedJson = Pseudonyms.Aggregate(intent.AppliedJson, (json, name) => json.Replace(CodeNames.Member(name.Key), CodeNames.Member(name.Value), StringComparison.Ordinal)),
            Parts = [.. intent.Parts.Select(part => Pseudonyms.TryGetValue(part.Code, out var pseudonym) ? part with { Code = pseudonym } : part)],
        };

    /// <summary>The redemption with the codes for their pseudonyms.</summary>
    public Redemption Show(Redemption redemption) => redemption with
    {
        AppliedJson = Pseudonyms.Aggregate(redemption.AppliedJson, (json, name) => json.Replace(CodeNames.Member(name.Value), CodeNames.Member(name.Key), StringComparison.Ordinal)),
    };

    /// <summary>The outcome with the codes for their pseudonyms.</summary>
    public RedeemOutcome Show(RedeemOutcome outcome) => Pseudonyms.Count == 0 ? outcome : outcome switch
    {
        RedeemOutcome.Made made => new RedeemOutcome.Made(Show(made.Redemption)),
        RedeemOutcome.Repeated repeated => new RedeemOutcome.Repeated(Show(repeated.Redemption)),
        RedeemOutcome.OtherContent other => new RedeemOutcome.OtherContent(Show(other.Existing)),
        RedeemOutcome.Refused refused => new RedeemOutcome.Refused([.. refused.Refusals.Select(refusal => refusal with { Code = Show(refusal.Code) })]),
        RedeemOutcome.TermsChanged => outcome,
        _ => throw new InvalidOperationException("The ledger gave an outcome that is not known here."),
    };

    private string Show(string code) => Pseudonyms.FirstOrDefault(name => name.Value == code).Key ?? code;
}
