using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Domain.Codes;

/// <summary>What reports tell a use of a code by that is no public one. Names nobody but staff.</summary>
/// <param name="Batch">The batch, as reports call it: see <see cref="CodesRow.NameOf"/>.</param>
/// <param name="ExpiresAt">Of a code with an end of its own, the first instant at which it no longer works; null for its campaign's end.</param>
/// <param name="Gift">Why the claims desk gave it; null when it did not.</param>
public sealed record CodeOrigin(string Batch, DateTimeOffset? ExpiresAt, GiftOrigin? Gift)
{
    /// <summary>Of a unique or personal code.</summary>
    public static CodeOrigin Of(IssuedCode code) =>
        new(code.Batch is { } batch ? CodesRow.NameOf(batch.Value) : CodesRow.Personal, code.ExpiresAt, code.Gift);
}

/// <summary>Why the claims desk gave a personal code.</summary>
/// <param name="Reason">The kind of the claim, as the API says it.</param>
/// <param name="Agent">Who sent the claim.</param>
/// <param name="GivenAt">When.</param>
public sealed record GiftOrigin(string Reason, string Agent, DateTimeOffset GivenAt);
