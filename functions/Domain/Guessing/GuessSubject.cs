namespace PromoFunctions.Domain.Guessing;

/// <summary>Something that unknown codes are counted under: a customer, an address, a session or a caller's key.</summary>
/// <param name="Key">Its pseudonym: 32 lower-case hexadecimal digits.</param>
/// <param name="Limit">How many unknown codes it may send within <see cref="GuessLimits.Window"/>; the next one is refused.</param>
public sealed record GuessSubject(string Key, int Limit);
