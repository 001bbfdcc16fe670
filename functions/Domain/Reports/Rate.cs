namespace PromoFunctions.Domain.Reports;

/// <summary>Ratios of reports. The one place where they are rounded.</summary>
public static class Rate
{
    private const int Decimals = 6;

    /// <summary>A part of a whole, rounded half away from zero to 6 decimals; null when the whole is 0.</summary>
    public static decimal? Of(long part, long whole) => whole == 0 ? null : decimal.Round((decimal)part / whole, Decimals, MidpointRounding.AwayFromZero);
}
