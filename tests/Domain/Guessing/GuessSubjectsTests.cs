using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Guessing;

namespace PromoFunctions.Domain.Tests.Guessing;

public sealed class GuessSubjectsTests
{
    private const string Key = "storefront-local";
    private static readonly GuessSubjects Subjects = new("a secret of some length"u8.ToArray());

    [Fact]
    public void Of_AShopperWhoNamesNothing_IsTheKeyWithItsOwnLimit()
    {
        var subject = Assert.Single(Subjects.Of(new(null, null, Key)));

        Assert.Equal(GuessLimits.OfKey, subject.Limit);
        Assert.Equal(subject, Assert.Single(Subjects.Of(new(Customer.Unknown with { FirstName = "Jane" }, new ClientInfo(null, null), Key))));
        Assert.NotEqual(subject, Assert.Single(Subjects.Of(new(null, null, "helpdesk-local"))));
    }

    [Fact]
    public void Of_EverythingNamed_IsEachOfThemButTheKey()
    {
        var found = Subjects.Of(new(Customer.Unknown with { Id = "c-17", Email = "jane@example.com" }, new ClientInfo("203.0.113.9", "s-1"), Key));

        Assert.Equal(4, found.Distinct().Count());
        Assert.All(found, subject => Assert.Equal(GuessLimits.OfShopper, subject.Limit));
    }

    [Fact]
    public void Of_TheSameEmailWithATag_IsTheSameSubject() => Assert.Equal(
        Subjects.Of(new(Customer.Unknown with { Email = "jane@example.com" }, null, Key)),
        Subjects.Of(new(Customer.Unknown with { Email = "Jane+shop@example.com" }, null, "another")));

    [Fact]
    public void Of_ACustomerWithEmailAndId_HasTheSubjectOfTheIdAlone() => Assert.Contains(
        Assert.Single(Subjects.Of(new(Customer.Unknown with { Id = "c-17" }, null, Key))),
        Subjects.Of(new(Customer.Unknown with { Id = "c-17", Email = "jane@example.com" }, null, Key)));

    [Fact]
    public void Of_OneTextAsIdAddressAndSession_IsThreeSubjects()
    {
        const string text = "203.0.113.9";

        var found = Subjects.Of(new(Customer.Unknown with { Id = text }, new ClientInfo(text, text), Key));

        Assert.Equal(3, found.Select(subject => subject.Key).Distinct().Count());
        Assert.All(found, subject => Assert.Matches("^[0-9a-f]{32}$", subject.Key));
    }

    [Fact]
    public void Of_AnotherSecret_IsAnotherPseudonym() => Assert.NotEqual(
        Subjects.Of(new(null, null, Key)),
        new GuessSubjects("another secret of a length"u8.ToArray()).Of(new(null, null, Key)));
}
