using System.Text;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests.Reading;

public sealed class JsonInputTests
{
    [Theory]
    [InlineData("", " must be JSON, but it is empty.")]
    [InlineData("{", " must be JSON nested at most 32 levels deep; it is not at line 1, byte 2.")]
    [InlineData("{ \"a\": 1,\n  \"b\": tru }", " must be JSON nested at most 32 levels deep; it is not at line 2, byte 11.")]
    [InlineData("{} {}", " must be JSON nested at most 32 levels deep; it is not at line 1, byte 4.")]
    [InlineData("{ \"a\": 1, }", " must be JSON nested at most 32 levels deep; it is not at line 1, byte 11.")]
    [InlineData("/* no */ {}", " must be JSON nested at most 32 levels deep; it is not at line 1, byte 1.")]
    [InlineData("{ \"a\": 1, \"a\": 2 }", "/a must be named once.")]
    [InlineData("{ \"b\": [ {}, { \"a\": 1, \"\\u0061\": 2 } ] }", "/b/1/a must be named once.")]
    public void Parse_NoJson_SaysWhere(string json, string error)
    {
        var errors = new InputErrors();

        using var document = JsonInput.Parse(Encoding.UTF8.GetBytes(json), errors);

        Assert.Null(document);
        var place = Assert.Single(errors.ToList());
        Assert.Equal(error, place.Key + " " + Assert.Single(place.Value));
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(100_000, false)]
    public void Parse_AroundTheDeepestNesting_StopsThere(int depth, bool taken)
    {
        var errors = new InputErrors();

        using var document = JsonInput.Parse(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)), errors);

        Assert.Equal((taken, taken), (document is not null, errors.IsEmpty));
    }

    [Fact]
    public void Parse_AByteOrderMark_IsPassedOver()
    {
        var errors = new InputErrors();

        using var document = JsonInput.Parse(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}' }, errors);

        Assert.NotNull(document);
        Assert.True(errors.IsEmpty);
    }

    [Theory]
    [InlineData("""{ "\ud800": 1 }""")]
    [InlineData("""{ "\ud800": 1, "x": "a" }""")]
    public void Read_AMemberNameOfHalfASurrogatePair_IsAnErrorAndNoException(string json)
    {
        var errors = Given.Errors(json, reader =>
        {
            var text = reader.OptionalText("x", 5);
            reader.RefuseUnknown();
            return reader.Failed ? null : text ?? "";
        });

        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Parse_BytesThatAreNoUtf8_AreAnErrorOfTheMember()
    {
        byte[] json = [.. "{ \"x\": \""u8, 0xC3, 0x28, .. "\" }"u8];
        var errors = new InputErrors();

        Assert.Null(JsonInput.Read(json, errors, reader => reader.Text("x", 5)));

        Assert.Equal("must be valid Unicode text.", Assert.Single(Assert.Single(errors.ToList()).Value));
    }
}
