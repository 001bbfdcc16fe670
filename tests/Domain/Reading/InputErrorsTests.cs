using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests.Reading;

public sealed class InputErrorsTests
{
    [Fact]
    public void Add_BeyondTheMostKept_CountsOnAndKeepsNoMore()
    {
        var errors = new InputErrors();
        for (var i = 0; i < 60; i++)
        {
            errors.Add($"/{i}", "is wrong.");
        }

        Assert.Equal((60, InputErrors.MostKept), (errors.Count, errors.ToList().Count));
    }

    [Fact]
    public void Add_OnePlaceSeveralTimes_KeepsEachSentenceOnce()
    {
        var errors = new InputErrors();
        errors.Add("/a", "is wrong.");
        errors.Add("/b", "is wrong.");
        errors.Add("/a", "is too long.");
        errors.Add("/a", "is wrong.");

        Assert.Equal(["/a", "/b"], errors.ToList().Select(place => place.Key));
        Assert.Equal(["is wrong.", "is too long."], errors.ToList()[0].Value);
    }
}
