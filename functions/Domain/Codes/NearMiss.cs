namespace PromoFunctions.Domain.Codes;

/// <summary>
/// Finds the code that somebody probably meant. Only ever to be asked among codes that everybody may know: a suggestion
/// tells that a code exists.
/// </summary>
public static class NearMiss
{
    // Codes shorter than this differ from each other by a letter on purpose.
    private const int ShortestWithOneSlip = 4;
    private const int ShortestWithTwoSlips = 8;

    /// <summary>
    /// The known code with the fewest slips: a letter wrong, missing, too many, or two neighbours swapped. One slip is
    /// forgiven from 4 characters on, two from 8. Null when none is near, or when two are equally near.
    /// </summary>
    public static PromoCode? Find(PromoCode typed, IEnumerable<PromoCode> known)
    {
        var most = typed.Value.Length >= ShortestWithTwoSlips ? 2 : typed.Value.Length >= ShortestWithOneSlip ? 1 : 0;
        PromoCode? nearest = null;
        var fewest = most + 1;
        foreach (var code in known)
        {
            if (Math.Abs(code.Value.Length - typed.Value.Length) > most)
            {
                continue;
            }

            var slips = Slips(typed.Value, code.Value);
            if (slips < fewest)
            {
                (nearest, fewest) = (code, slips);
            }
            else if (slips == fewest && slips <= most && code != nearest)
            {
                nearest = null;
            }
        }

        return fewest is 0 || fewest > most ? null : nearest;
    }

    /// <summary>The optimal string alignment distance (Damerau 1964, each part edited once at most).</summary>
    private static int Slips(string one, string other)
    {
        Span<int> before = stackalloc int[PromoCode.MaxLength + 1];
        Span<int> above = stackalloc int[PromoCode.MaxLength + 1];
        Span<int> row = stackalloc int[PromoCode.MaxLength + 1];
        for (var j = 0; j <= other.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = one[i - 1] == other[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + same);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            var oldest = before;
            before = above;
            above = row;
            row = oldest;
        }

        return above[other.Length];
    }
}
