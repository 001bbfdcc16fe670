using System.Globalization;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests.Reading;

public sealed class FieldReaderTests
{
    [Theory]
    [InlineData("{}", "/x is required.")]
    [InlineData("""{ "x": null }""", "/x is required.")]
    [InlineData("""{ "x": 5 }""", "/x must be text.")]
    [InlineData("""{ "x": "" }""", "/x must not be empty.")]
    [InlineData("""{ "x": "  " }""", "/x must not be empty.")]
    [InlineData("""{ "x": "123456" }""", "/x must have at most 5 characters.")]
    [InlineData("""{ "x": "a\u0000b" }""", "/x must not hold control characters.")]
    [InlineData("""{ "x": "a\nb" }""", "/x must not hold control characters.")]
    [InlineData("""{ "x": "a\u0085b" }""", "/x must not hold control characters.")]
    [InlineData("""{ "x": "\ud800" }""", "/x must be valid Unicode text.")]
    [InlineData("""{ "x": "\udc00\ud800" }""", "/x must be valid Unicode text.")]
    public void Text_ThatCannotBe_IsRefused(string json, string error) => Assert.Equal([error], Given.Errors(json, reader => Read(reader, reader.Text("x", 5))));

    [Fact]
    public void Text_OfTheMostCharacters_IsTaken() => Assert.Equal("12345", Given.Value("""{ "x": "12345" }""", reader => reader.Text("x", 5)));

    [Fact]
    public void Prose_TabsAndLineEnds_AreTakenAndOtherControlsAreNot()
    {
        Assert.Equal("a\r\n\tb", Given.Value("""{ "x": "a\r\n\tb" }""", reader => reader.Prose("x", 10)));
        Assert.Equal(
            ["/x must not hold control characters other than tabs and line ends."],
            Given.Errors("""{ "x": "a\u0007b" }""", reader => Read(reader, reader.Prose("x", 10))));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("500", true)]
    [InlineData("0", false)]
    [InlineData("501", false)]
    [InlineData("-9223372036854775808", false)]
    [InlineData("9223372036854775808", false)]
    [InlineData("1.0", false)]
    [InlineData("1e2", false)]
    [InlineData("\"5\"", false)]
    [InlineData("true", false)]
    [InlineData("[]", false)]
    public void Whole_AroundItsBounds_TakesThemAndNothingBeyond(string number, bool taken) => Assert.Equal(
        taken ? [] : ["/x must be a whole number from 1 to 500."],
        Given.Errors($$"""{ "x": {{number}} }""", reader => Read(reader, reader.Whole("x", 1, 500)?.ToString(CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("20", "20")]
    [InlineData("20.00", "20")]
    [InlineData("2e1", "20")]
    [InlineData("0.5", "0.5")]
    public void Decimal_HoweverWritten_IsOneValue(string number, string value) => Assert.Equal(
        value,
        Given.Value($$"""{ "x": {{number}} }""", reader => reader.Decimal("x", 0, 100, 2)?.ToString(CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-06-01T00:00:00+02:00", true)]
    [InlineData("2026-05-31T22:00:00Z", true)]
    [InlineData("2026-05-31T22:00:00.1234567Z", true)]
    [InlineData("2026-05-31T22:00Z", true)]
    [InlineData("1970-01-01T00:00:00Z", true)]
    [InlineData("9999-12-31T23:59:59Z", true)]
    [InlineData("1969-12-31T23:59:59Z", false)]
    [InlineData("2026-06-01T00:00:00", false)]
    [InlineData("2026-06-01", false)]
    [InlineData("2026-02-30T00:00:00Z", false)]
    [InlineData("2026-06-01T24:00:00Z", false)]
    [InlineData("2026-06-01T00:00:00+25:00", false)]
    [InlineData("0001-01-01T00:00:00+14:00", false)]
    [InlineData("9999-12-31T23:59:59-12:00", false)]
    [InlineData("yesterday", false)]
    public void Instant_WithItsOffset_IsTakenAndNothingElse(string text, bool taken) => Assert.Equal(
        taken,
        Given.Errors($$"""{ "x": "{{text}}" }""", reader => Read(reader, reader.Instant("x")?.ToString(CultureInfo.InvariantCulture))).Length == 0);

    [Fact]
    public void Choice_AnotherWord_NamesTheWords()
    {
        Assert.Equal("clear-inventory", Given.Value("""{ "x": "clear-inventory" }""", reader => Vocabulary<Goal>.Words[reader.Choice<Goal>("x") ?? Goal.Recovery]));
        Assert.Equal(
            ["/x must be one of draft, active, paused, ended."],
            Given.Errors("""{ "x": "Active" }""", reader => Read(reader, reader.Choice<CampaignStatus>("x")?.ToString())));
    }

    [Fact]
    public void Optional_AbsentOrNull_IsNullAndNoError()
    {
        var all = Given.Value("""{ "a": null, "b": null }""", reader =>
        {
            object?[] values =
            [
                reader.OptionalText("a", 5), reader.OptionalText("z", 5), reader.OptionalWhole("b", 1, 2), reader.OptionalInt("y", 1, 2),
                reader.OptionalFlag("x"), reader.OptionalInstant("w"), reader.OptionalChoice<Goal>("v"), reader.OptionalTexts("u", 1, 1),
                reader.OptionalObject("t", CampaignDefinition.Read), reader.OptionalDecimal("s", 0, 1, 1),
                reader.OptionalObjects("q", 1, CampaignDefinition.Read), reader.OptionalParsed<PromoCode>("p", 1, PromoCode.TryParse),
                reader.OptionalChoices<Goal>("o", 1),
            ];
            reader.RefuseUnknown();
            return values;
        });

        Assert.All(all, Assert.Null);
    }

    [Fact]
    public void Errors_InAnArrayOfObjects_NameTheirPlaceWithEscapes()
    {
        var errors = Given.Errors(
            """{ "a": [ { "x": 1 }, 7, { "x": 0, "y/~": 2 } ] }""",
            reader =>
            {
                var items = reader.Objects("a", 3, item =>
                {
                    var x = item.Whole("x", 1, 9);
                    item.RefuseUnknown();
                    return x is null ? null : "fine";
                });
                reader.RefuseUnknown();
                return items is null ? null : "fine";
            });

        Assert.Equal(
            ["/a/1 must be an object.", "/a/2/x must be a whole number from 1 to 9.", "/a/2/y~1~0 is not known here; known are x."],
            errors);
    }

    [Fact]
    public void ParsedList_BadItems_AreEachNamed() => Assert.Equal(
        ["/codes/1 must have letters, digits, underscores, spaces and hyphens only.", "/codes/2 must have from 1 to 64 letters and digits."],
        Given.Errors(
            """{ "codes": ["A", "B/C", "--"] }""",
            reader => reader.ParsedList<PromoCode>("codes", 10, PromoCode.MaxTypedLength, PromoCode.TryParse)));

    [Fact]
    public void Lists_TooLongOrNoList_AreRefused()
    {
        Assert.Equal(["/x must have at most 1 item."], Given.Errors("""{ "x": ["a", "b"] }""", reader => reader.Texts("x", 1, 5)));
        Assert.Equal(["/x must have from 1 to 3 items."], Given.Errors("""{ "x": [] }""", reader => reader.Texts("x", 3, 5, minItems: 1)));
        Assert.Equal(["/x must be a list."], Given.Errors("""{ "x": {} }""", reader => reader.Texts("x", 3, 5)));
    }

    [Fact]
    public void RefuseUnknown_MoreMembersAskedForThanHaveRoom_KnowsThemAll()
    {
        var names = Enumerable.Range(0, 40).Select(number => $"m{number}").ToArray();
        var json = "{" + string.Join(',', names.Append("other").Select(name => $"\"{name}\":1")) + "}";

        var error = Assert.Single(Given.Errors(json, reader =>
        {
            foreach (var name in names.Concat(names))
            {
                reader.Whole(name, 0, 1);
            }

            reader.RefuseUnknown();
            return reader.Failed ? null : "fine";
        }));

        Assert.StartsWith("/other is not known here; known are m0, m1, ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnArray_IsRefused() => Assert.Equal([" must be an object."], Given.Errors("[]", CampaignDefinition.Read));

    private static string? Read(FieldReader reader, string? value) => reader.Failed ? null : value;
}
