using PromoFunctions.App.Http;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Codes;

/// <summary>Pauses a code, lets it work again, or takes it out of use for good.</summary>
public sealed class SetCodeStatus(ICodeStore codes, IWithdrawnGifts gifts)
{
    /// <summary>200 with the status, 404 without such a code, 409 for a code that was voided.</summary>
    public async Task<Answer> HandleAsync(string code, SetCodeStatusRequest request, CancellationToken cancellationToken)
    {
        var outcome = PromoCode.TryParse(code, out var known, out _)
            ? await SetAsync(known, request.Status, cancellationToken).ConfigureAwait(false)
            : SetCodeStatusOutcome.NoCode;
        return outcome switch
        {
            SetCodeStatusOutcome.Set => Answer.Ok(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("code", known?.Value);
                writer.WriteString("status", Vocabulary<CodeStatus>.Words[request.Status]);
                writer.WriteEndObject();
            }),
            SetCodeStatusOutcome.NoCode => Problem.NotFound("There is no such code."),
            SetCodeStatusOutcome.Voided => Problem.Conflict("The code was voided, which is for good. Issue another one."),
            _ => throw new InvalidOperationException("The store gave an outcome that a code's status does not know."),
        };
    }

    private Task<SetCodeStatusOutcome> SetAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken) =>
        status == CodeStatus.Voided ? gifts.VoidAsync(code, cancellationToken) : codes.SetStatusAsync(code, status, cancellationToken);
}

/// <summary>The body of <c>POST /api/codes/{code}/status</c>.</summary>
/// <param name="Status">Where the code is to stand.</param>
public sealed record SetCodeStatusRequest(CodeStatus Status)
{
    /// <summary>Reads the body.</summary>
    public static SetCodeStatusRequest? Read(FieldReader reader)
    {
        var status = reader.Choice<CodeStatus>("status");
        reader.RefuseUnknown();
        return status is not null && !reader.Failed ? new SetCodeStatusRequest(status.Value) : null;
    }
}
