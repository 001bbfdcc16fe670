using PromoFunctions.App.Http;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Asking;

/// <summary>404 for a code that there is not, or whose campaign is a draft; <c>didYouMean</c> as validation has it.</summary>
internal static class UnknownCode
{
    public static Problem Answer(Candidate candidate, Phrases phrases)
    {
        var reason = LiveTerms.Unknown(candidate, phrases);
        return new Problem(404, reason.Code, "There is no such code.", reason.Message, reason.Facts.WriteMembers);
    }
}
