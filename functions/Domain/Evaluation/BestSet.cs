using System.Numerics;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>
/// Of codes that each apply alone, the ones to apply together: all when all combine, else the set that saves most, ties to
/// the fewest codes, then alphabetically.
/// </summary>
internal sealed class BestSet
{
    /// <summary>The most codes among which a set is sought; a request has no more.</summary>
    internal const int MostCodes = 10;

    private readonly Cart _cart;
    private readonly Admitted[] _codes;
    private readonly int[] _combine;
    private long _most;
    private int _best;

    private BestSet(Cart cart, Admitted[] codes)
    {
        _cart = cart;
        _codes = codes;
        _combine = new int[codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            for (var j = 0; j < codes.Length; j++)
            {
                _combine[i] |= i == j || codes[i].Terms.CombineWith(codes[j].Terms) ? 1 << j : 0;
            }
        }

        Codes = [];
        Reductions = [];
    }

    /// <summary>The codes to apply, in the order of application.</summary>
    internal Admitted[] Codes { get; private set; }

    /// <summary>What each of them takes off.</summary>
    internal Reduction[] Reductions { get; private set; }

    /// <summary>Chooses among codes that are in the order of application.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than <see cref="MostCodes"/>.</exception>
    internal static BestSet Choose(Cart cart, Admitted[] codes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(codes.Length, MostCodes, nameof(codes));
        var best = new BestSet(cart, codes);
        var all = (1 << codes.Length) - 1;
        if (best.TryApplyAll(all) is { } everything)
        {
            best.Take(all, everything);
        }
        else
        {
            best.Search(next: 0, set: 0, Basket.Of(cart), []);
        }

        return best;
    }

    /// <summary>Why a code that applies alone is not among those to apply, as one of <see cref="RefusalCodes"/>.</summary>
    /// <param name="code">The code.</param>
    /// <param name="others">Those of the set that it does not combine with, or beside which a limit of their campaign has no room for it.</param>
    internal string WhyLeftOut(Admitted code, out IReadOnlyList<string> others)
    {
        others = [.. Codes.Where(chosen => !chosen.Terms.CombineWith(code.Terms)).Select(Name).Order(StringComparer.Ordinal)];
        if (others.Count > 0)
        {
            return RefusalCodes.NotCombinable;
        }

        Admitted[] together = [.. Codes, code];
        Array.Sort(together, Combination.InOrder);
        var reductions = Combination.Apply(_cart, together);
        if (Combination.LimitWithoutRoom(together, reductions) is { } limit)
        {
            others = [.. Codes.Where(chosen => chosen.Campaign.Id == code.Campaign.Id).Select(Name).Order(StringComparer.Ordinal)];
            return limit;
        }

        if (reductions[Array.IndexOf(together, code)].Total == 0)
        {
            return RefusalCodes.NoDiscount;
        }

        // It would leave another one nothing to take off, or a set without it saves as much.
        others = [.. Codes.Select(Name).Order(StringComparer.Ordinal)];
        return RefusalCodes.NotCombinable;
    }

    private static string Name(Admitted admitted) => admitted.Candidate.Code.Value;

    /// <summary>
    /// Tries every set, sharing between sets that begin alike what their first codes took off: one discount is computed
    /// for each set, 1,023 at most.
    /// </summary>
    private void Search(int next, int set, Basket basket, Reduction[] reductions)
    {
        for (var i = next; i < _codes.Length; i++)
        {
            if (set != (set & _combine[i]))
            {
                continue;
            }

            // A code with nothing left to take off would waste a use, and later codes cannot bring anything back.
            var reduction = _codes[i].Terms.Discount.TakeOff(basket);
            if (reduction.Total > 0)
            {
                Reduction[] longer = [.. reductions, reduction];
                Consider(set | (1 << i), longer);
                Search(i + 1, set | (1 << i), basket.After(reduction), longer);
            }
        }
    }

    private void Consider(int set, Reduction[] reductions)
    {
        var saved = reductions.Sum(reduction => reduction.Total);
        if ((saved > _most || (saved == _most && ComesBefore(set, _best))) && Combination.LimitWithoutRoom(Members(set), reductions) is null)
        {
            (_most, _best) = (saved, set);
            Take(set, reductions);
        }
    }

    /// <summary>What all codes take off together; null when they may not be used together or one of them has nothing to give.</summary>
    private Reduction[]? TryApplyAll(int all)
    {
        if (Array.Exists(_combine, with => with != all))
        {
            return null;
        }

        var reductions = Combination.Apply(_cart, _codes);
        return Array.Exists(reductions, reduction => reduction.Total == 0) || Combination.LimitWithoutRoom(_codes, reductions) is not null
            ? null
            : reductions;
    }

    private bool ComesBefore(int set, int other)
    {
        var byCount = BitOperations.PopCount((uint)set).CompareTo(BitOperations.PopCount((uint)other));
        if (byCount != 0)
        {
            return byCount < 0;
        }

        var (names, others) = (Members(set).Select(Name).Order(StringComparer.Ordinal), Members(other).Select(Name).Order(StringComparer.Ordinal));
        return names.Zip(others, string.CompareOrdinal).FirstOrDefault(order => order != 0) < 0;
    }

    private void Take(int set, Reduction[] reductions)
    {
        Codes = Members(set);
        Reductions = reductions;
    }

    private Admitted[] Members(int set)
    {
        var members = new Admitted[BitOperations.PopCount((uint)set)];
        var count = 0;
        for (var i = 0; i < _codes.Length; i++)
        {
            if ((set & (1 << i)) != 0)
            {
                members[count++] = _codes[i];
            }
        }

        return members;
    }
}
