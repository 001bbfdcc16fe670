using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Codes;

/// <summary>The body of <c>POST /api/campaigns/{campaignId}/codes</c>. Exactly one of the nested kinds.</summary>
public abstract record AddCodesRequest
{
    private AddCodesRequest()
    {
    }

    /// <summary>A code for everybody.</summary>
    /// <param name="Code">The code.</param>
    public sealed record OfPublic(PromoCode Code) : AddCodesRequest;

    /// <summary>A batch of codes that work once.</summary>
    /// <param name="Count">How many, from 1 to <see cref="CodeBatch.MaxCount"/>.</param>
    /// <param name="Prefix">What they begin with, at most <see cref="CodeBatch.MaxPrefixLength"/> characters.</param>
    /// <param name="Batch">The batch; null when the caller does not name it.</param>
    public sealed record OfUnique(int Count, PromoCode Prefix, BatchId? Batch) : AddCodesRequest;

    /// <summary>A code for one customer, once.</summary>
    /// <param name="Customer">Whose it is: has an e-mail or an id.</param>
    /// <param name="ExpiresAt">The first instant at which it no longer works.</param>
    public sealed record OfPersonal(Customer Customer, DateTimeOffset ExpiresAt) : AddCodesRequest;

    /// <summary>Reads the body.</summary>
    public static AddCodesRequest? Read(FieldReader reader)
    {
        AddCodesRequest? request = reader.Choice<CodeKind>("kind") switch
        {
            CodeKind.Public => ReadPublic(reader),
            CodeKind.Unique => ReadUnique(reader),
            CodeKind.Personal => ReadPersonal(reader),
            null => null,
            _ => throw new InvalidOperationException("A kind of code has no body."),
        };
        if (request is not null)
        {
            reader.RefuseUnknown();
        }

        return reader.Failed ? null : request;
    }

    private static OfPublic? ReadPublic(FieldReader reader) =>
        reader.Parsed<PromoCode>("code", PromoCode.MaxTypedLength, PromoCode.TryParse) is { } code ? new(code) : null;

    private static OfUnique? ReadUnique(FieldReader reader)
    {
        var count = reader.Int("count", 1, CodeBatch.MaxCount);
        var prefix = reader.Parsed<PromoCode>("prefix", PromoCode.MaxTypedLength, PromoCode.TryParse);
        var batch = reader.OptionalParsed<BatchId>("batchId", BatchId.MaxLength, BatchId.TryParse);
        if (prefix?.Value.Length > CodeBatch.MaxPrefixLength)
        {
            reader.Refuse("prefix", $"must have at most {CodeBatch.MaxPrefixLength} letters and digits.");
        }

        return count is not null && prefix is not null ? new(count.Value, prefix, batch) : null;
    }

    private static OfPersonal? ReadPersonal(FieldReader reader)
    {
        var customer = reader.Object("customer", Customer.Read);
        var expiresAt = reader.Instant("expiresAt");
        if (customer is not null && CustomerIdentity.Of(customer) is null)
        {
            reader.Refuse("customer", "must have an email or an id, since a personal code is bound to it.");
        }

        return customer is not null && expiresAt is not null ? new(customer, expiresAt.Value) : null;
    }
}
