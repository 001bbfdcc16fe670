namespace PromoFunctions.Domain.Evaluation;

/// <summary>One reason why a code does not apply.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>.</param>
/// <param name="Message">A sentence for the shopper, in the language asked for.</param>
/// <param name="Facts">The values behind the sentence; never a campaign's total, budget or tags, nor whose a code is.</param>
public sealed record Reason(string Code, string Message, Facts Facts);
