using System.Text;
using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests.Filters;

public sealed class FilterTextTests
{
    private static readonly DateTime s_instant = new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc).AddTicks(1_234_567);

    public static TheoryData<object?, string> Literals => new()
    {
        { "a", "'a'" },
        { string.Empty, "''" },
        { "it's", "'it''s'" },
        { "' or 1 eq 1 or '", "''' or 1 eq 1 or '''" },
        { "{0}", "'{0}'" },
        { '\'', "''''" },
        { new StringBuilder("x'y"), "'x''y'" },
        { true, "true" },
        { false, "false" },
        { 5, "5" },
        { -5L, "-5L" },
        { 5.0, "5.0" },
        { 0.25, "0.25" },
        { 1e300, "1E+300" },
        { Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), "guid'01234567-89ab-cdef-0123-456789abcdef'" },
        { s_instant, "datetime'2026-03-04T05:06:07.1234567Z'" },
        { new DateTimeOffset(s_instant).ToOffset(TimeSpan.FromHours(2)), "datetime'2026-03-04T05:06:07.1234567Z'" },
        { new byte[] { 0, 10, 255 }, "X'000AFF'" },
        { BinaryData.FromBytes(new byte[] { 16 }), "X'10'" },
        { null, "null" },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public void Value_InAnInterpolatedString_BecomesItsLiteral(object? value, string literal) =>
        Assert.Equal($"Column eq {literal}", TableClient.CreateQueryFilter($"Column eq {value}"));

    [Fact]
    public void Values_InAnInterpolatedString_KeepTheirPlaces() =>
        Assert.Equal("A eq 1 and B eq 'x' or A eq 1", TableClient.CreateQueryFilter($"A eq {1} and B eq {"x"} or A eq {1}"));

    [Fact]
    public void Value_ThatNoFilterCanHold_IsRefused() =>
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new Version(1, 2)}"));

    [Fact]
    public void Value_UnderACultureWithCommas_KeepsThePoint()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("A eq 1.5", TableClient.CreateQueryFilter($"A eq {1.5}"));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}
