using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>The body of <c>POST /api/policy/backtest</c>.</summary>
/// <param name="Policy">The policy to be tried.</param>
/// <param name="From">On claims received at this instant or later.</param>
/// <param name="To">And before this instant.</param>
public sealed record BacktestRequest(Policy Policy, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Reads the body.</summary>
    public static BacktestRequest? Read(FieldReader reader)
    {
        var policy = reader.Object("policy", Policy.Read);
        var from = reader.Instant("from");
        var to = reader.Instant("to");
        reader.RefuseUnknown();
        if (from >= to)
        {
            reader.Refuse("to", "must be after from.");
        }

        return policy is not null && from is { } start && to is { } end && !reader.Failed
            ? new(policy, start.ToUniversalTime(), end.ToUniversalTime())
            : null;
    }
}
