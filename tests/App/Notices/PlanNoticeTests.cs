using PromoFunctions.App.Notices;
using PromoFunctions.App.Tests.Mailing;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.App.Tests.Notices;

public sealed class PlanNoticeTests
{
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);
    private static readonly Customer Jane = new("c-1", "jane@example.com", "Jane", null, []);
    private static readonly HastyTime Clock = new();

    [Fact]
    public void Of_ACustomerWithAnEMail_IsSoManyDaysBeforeTheEnd()
    {
        var end = Clock.GetUtcNow().AddDays(14);

        var notice = Plan(3).Of(Jane, end, Phrases.German);

        Assert.Equal((end.AddDays(-3), "jane@example.com", "Jane", "de"), (notice?.At, notice?.Email, notice?.FirstName, notice?.Language));
        Assert.Equal(ReminderKeys.Of(Jane, Keys), notice?.Keys);
        Assert.DoesNotContain("jane", notice?.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(3, 3.0, false)] // As the code is given, nobody needs to be told of its end.
    [InlineData(3, 3.01, true)]
    [InlineData(3, 2.0, false)]
    [InlineData(1, 2.0, true)]
    [InlineData(0, 14.0, false)]
    public void Of_AnyEnd_IsThereWhenItComesLaterThanTheCode(int ahead, double days, bool told) =>
        Assert.Equal(told, Plan(ahead).Of(Jane, Clock.GetUtcNow().AddDays(days), Phrases.English) is not null);

    [Fact]
    public void Of_ACustomerWithoutAnEMailOrACodeWithoutAnEnd_IsNone()
    {
        Assert.Null(Plan(3).Of(Jane with { Email = null }, Clock.GetUtcNow().AddDays(14), Phrases.English));
        Assert.Null(Plan(3).Of(Jane, null, Phrases.English));
    }

    private static PlanNotice Plan(int days) => new(Keys, new NoticeSettings(TimeSpan.FromDays(days)), Clock);
}
