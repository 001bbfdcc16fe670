namespace PromoFunctions.Domain.Conditions;

/// <summary>What a minimum is measured over.</summary>
public enum MeasuredOver
{
    /// <summary>The whole cart.</summary>
    Cart,

    /// <summary>The lines that the discount applies to.</summary>
    Eligible,
}
