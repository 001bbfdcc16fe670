using System.Diagnostics.CodeAnalysis;

namespace PromoFunctions.Domain.Reading;

/// <summary>
/// Turns text into a value, or says in a sentence without its subject ("must be …") what is wrong. Never throws.
/// </summary>
public delegate bool TextParser<T>(
    string text,
    [NotNullWhen(true)] out T? value,
    [NotNullWhen(false)] out string? problem)
    where T : class;
