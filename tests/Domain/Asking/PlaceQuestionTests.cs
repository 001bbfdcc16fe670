using System.Globalization;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests.Asking;

/// <summary>
/// Holds the phrase tables to a labelled set, questions.tsv (language, topic or hand-off, question). The tables are written
/// from the odd lines; the even ones measure them, and what is wrong there is no reason to change a table.
/// </summary>
public sealed class PlaceQuestionTests(ITestOutputHelper output)
{
    private static readonly Labelled[] All = Load();

    [Fact]
    public void LabelledSet_Always_HasEveryTopicInEveryLanguageInBothHalves()
    {
        Assert.True(All.Length >= 200);
        Assert.Distinct(All.Select(one => one.Question));
        string[] labels = [.. Enum.GetValues<Topic>().Select(topic => Vocabulary<Topic>.Words[topic]), "hand-off"];
        foreach (var half in (IEnumerable<Labelled>[])[All.Where(one => one.IsHeldOut), All.Where(one => !one.IsHeldOut)])
        {
            Assert.Equal(
                Phrases.All.SelectMany(phrases => labels.Select(label => (phrases.Language, label))).Order(),
                half.Select(one => (one.Language, one.Label)).Distinct().Order());
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Place_TheHalfThatTheTablesWereNotWrittenFrom_IsRightForNineteenOfTwenty(string language)
    {
        var (right, all) = Score(All.Where(one => one.IsHeldOut && one.Language == language), tellMisses: false);

        Assert.True(right >= 0.95 * all, $"Only {right} of {all} are right.");
    }

    [Fact]
    public void Place_TheHalfThatTheTablesWereWrittenFrom_IsRightForNineteenOfTwenty()
    {
        var (right, all) = Score(All.Where(one => !one.IsHeldOut), tellMisses: true);

        Assert.True(right >= 0.95 * all, $"Only {right} of {all} are right.");
    }

    [Fact]
    public void Place_QuestionsThatTermsCannotAnswer_AreHardlyEverGivenATopic()
    {
        var unanswerable = All.Where(one => one is { IsHeldOut: true, Label: "hand-off" }).ToList();

        var guessed = unanswerable.Count(one => LabelOf(one) != "hand-off");

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{guessed} of {unanswerable.Count} unanswerable questions were given a topic."));
        Assert.True(guessed <= unanswerable.Count / 10);
    }

    [Theory]
    [InlineData("Does SUMMER20 work in the app? \U0001F600")]
    [InlineData("\U0001F600 Does SUMMER20 work in the app?")]
    [InlineData("Does SUMMER20 work\U0001F914in the app?")]
    [InlineData("Does SUMMER20 work in the app? \uD83D")]
    [InlineData("\uDE00 Does SUMMER20 work in the app?")]
    public void Place_AQuestionWithAnEmojiOrHalfOfOne_IsPlacedAsWithoutIt(string question)
    {
        Assert.Equal(Topic.Channel, PlaceQuestion.Place(question, null, Phrases.English).Topic);
    }

    private (int Right, int All) Score(IEnumerable<Labelled> questions, bool tellMisses)
    {
        var (right, all, language) = (0, 0, 0);
        foreach (var one in questions)
        {
            all++;
            language += PlaceQuestion.Place(one.Question, null, Phrases.English).Phrases.Language == one.Language ? 1 : 0;
            var placed = LabelOf(one);
            if (placed == one.Label)
            {
                right++;
            }
            else if (tellMisses)
            {
                output.WriteLine($"{one.Question} is {one.Label}, was placed as {placed}.");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{right} of {all} right ({100.0 * right / all:0.0}%); language told from the question alone: {language} of {all}."));
        return (right, all);
    }

    private static string LabelOf(Labelled one) =>
        PlaceQuestion.Place(one.Question, null, Phrases.English).Topic is { } topic ? Vocabulary<Topic>.Words[topic] : "hand-off";

    private static Labelled[] Load()
    {
        using var stream = typeof(PlaceQuestionTests).Assembly.GetManifestResourceStream("questions.tsv") ?? throw new InvalidOperationException("questions.tsv is not there.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, index) =>
        {
            var part = line.Split('\t');
            return new Labelled(part[0], part[1], part[2], IsHeldOut: index % 2 == 1);
        })];
    }

    /// <param name="IsHeldOut">Whether it is an even line, counted from 1.</param>
    private sealed record Labelled(string Language, string Label, string Question, bool IsHeldOut);
}
