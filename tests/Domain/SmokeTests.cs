namespace PromoFunctions.Domain.Tests;
public sealed class SmokeTests { [Fact] public void A_B_C() => Assert.Equal(2, 1 + 1); }
