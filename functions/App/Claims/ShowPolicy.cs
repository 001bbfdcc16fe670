using System.Globalization;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.App.Claims;

/// <summary>Shows the desk's policy.</summary>
public sealed class ShowPolicy(IPolicyStore policies)
{
    /// <summary>A version with its rules and its ETag, and when each version came into force, the newest first.</summary>
    /// <param name="version">A version's number; null or empty for the one in force.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer> HandleAsync(string? version, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(version))
        {
            return PolicyJson.Answer(
                await policies.CurrentAsync(cancellationToken).ConfigureAwait(false),
                await policies.ListAsync(cancellationToken).ConfigureAwait(false));
        }

        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            return Problem.Invalid("version", "must be a whole number of at least 1.");
        }

        return await policies.FindAsync(number, cancellationToken).ConfigureAwait(false) is { } found
            ? PolicyJson.Answer(found, await policies.ListAsync(cancellationToken).ConfigureAwait(false))
            : Problem.NotFound("There is no policy of this version.");
    }
}
