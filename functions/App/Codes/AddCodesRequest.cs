using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Codes;

/// <summary>The body of <c>POST /api/campaigns/{campaignId}/codes</c>.</summary>
/// <param name="Code">The public code.</param>
public sealed record AddCodesRequest(PromoCode Code)
{
    /// <summary>Reads the body.</summary>
    public static AddCodesRequest? Read(FieldReader reader)
    {
        var kind = reader.Text("kind", 20);
        if (kind is not (null or "public"))
        {
            reader.Refuse("kind", "must be public: this release issues no unique or personal codes.");
            return null;
        }

        var code = reader.Parsed<PromoCode>("code", PromoCode.MaxTypedLength, PromoCode.TryParse);
        reader.RefuseUnknown();
        return code is not null && !reader.Failed ? new AddCodesRequest(code) : null;
    }
}
