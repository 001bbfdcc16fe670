using System.Text.Json;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>What the tables answer to one request, or to one action of a transaction.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Reason">Its words.</param>
internal sealed record MemoryAnswer(int Status, string Reason)
{
    public static readonly MemoryAnswer NoContent = new(204, "No Content");
    public static readonly MemoryAnswer TableNotFound = Refused(404, "Not Found", "TableNotFound", "The table specified does not exist.");
    public static readonly MemoryAnswer NotFound = Refused(404, "Not Found", "ResourceNotFound", "The specified resource does not exist.");
    public static readonly MemoryAnswer TableExists = Refused(409, "Conflict", "TableAlreadyExists", "The table specified already exists.");
    public static readonly MemoryAnswer EntityExists = Refused(409, "Conflict", "EntityAlreadyExists", "The specified entity already exists.");
    public static readonly MemoryAnswer Changed = Refused(412, "Precondition Failed", "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");
    public static readonly MemoryAnswer TooManyColumns = Refused(400, "Bad Request", "TooManyProperties", "The entity contains more properties than allowed.");
    public static readonly MemoryAnswer RowTooLarge = Refused(400, "Bad Request", "EntityTooLarge", "The entity is larger than the maximum size permitted.");

    /// <summary>The ETag of a row that was written; null otherwise.</summary>
    public string? ETag { get; init; }

    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json;odata=minimalmetadata";

    /// <summary>The body; empty without one.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Where a list goes on; empty at its end.</summary>
    public IReadOnlyList<(string Name, string Value)> Continuation { get; init; } = [];

    /// <summary>The service's code and sentence of a refusal, a transaction's included; null otherwise.</summary>
    public (string Code, string Message)? Refusal { get; init; }

    /// <summary>Whether nothing came of the request.</summary>
    public bool Failed => Status >= 400;

    /// <summary>A row was written.</summary>
    public static MemoryAnswer Written(string etag) => NoContent with { ETag = etag };

    /// <summary>A refusal as the service words it.</summary>
    public static MemoryAnswer Refused(int status, string reason, string code, string message) =>
        new(status, reason) { Refusal = (code, message), Body = ErrorBody(code, message) };

    /// <summary>The refusal of one action of a transaction.</summary>
    /// <param name="index">From 0.</param>
    public MemoryAnswer OfAction(int index) => Refusal is { } why
        ? Refused(Status, Reason, why.Code, FormattableString.Invariant($"{index}:{why.Message}"))
        : throw new InvalidOperationException("Only a refused action undoes a transaction.");

    private static byte[] ErrorBody(string code, string message) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["odata.error"] = new { code, message = new { lang = "en-US", value = message } },
    });
}
