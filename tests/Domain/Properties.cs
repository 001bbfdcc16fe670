using FsCheck;
using FsCheck.Fluent;

namespace PromoFunctions.Domain.Tests;

/// <summary>Runs properties: a failure throws with its seed, so that it can be run again.</summary>
internal static class Properties
{
    internal static void Hold<T>(Gen<T> gen, Func<T, bool> property, int runs = 300) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(Seed, Gamma), Prop.ForAll(gen.ToArbitrary(), property));

    // Fixed, so that a build does not fail by chance; FsCheck prints both in a failure.
    private const ulong Seed = 20_260_701;
    private const ulong Gamma = 9_876_543_211;
}
