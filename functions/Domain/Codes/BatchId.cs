using System.Diagnostics.CodeAnalysis;

namespace PromoFunctions.Domain.Codes;

/// <summary>Names a batch of codes within its campaign: 1 to <see cref="MaxLength"/> letters (A to Z in either case), digits, hyphens and underscores, compared exactly.</summary>
public sealed record BatchId
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 64;

    private BatchId(string value) => Value = value;

    /// <summary>The id.</summary>
    public string Value { get; }

    /// <summary>An id that no other batch has.</summary>
    public static BatchId New() => new("b-" + GeneratedPart.Random(GeneratedPart.Length));

    /// <summary>Takes an id.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BatchId? value, [NotNullWhen(false)] out string? problem)
    {
        var valid = text.Length is > 0 and <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        value = valid ? new BatchId(text) : null;
        problem = valid ? null : $"must have from 1 to {MaxLength} letters (A to Z, a to z), digits, hyphens and underscores.";
        return valid;
    }

    /// <summary>Takes a text that is known to be an id.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BatchId Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException("A batch id " + problem);

    /// <summary>The id.</summary>
    public override string ToString() => Value;
}
