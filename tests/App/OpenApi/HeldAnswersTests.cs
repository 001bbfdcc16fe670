using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.OpenApi;

public sealed class HeldAnswersTests
{
    private static readonly Dictionary<string, string> s_none = [];

    [Theory]
    [InlineData("policy", 200, "application/json", """{"version":1}""")]
    [InlineData("policy", 418, "application/json", "{}")]
    [InlineData("policy", 200, "text/plain", "{}")]
    [InlineData("nothing/there", 200, "application/json", "{}")]
    public Task Answer_ThatTheDocumentDoesNotHave_Fails(string path, int status, string type, string body) =>
        Assert.ThrowsAnyAsync<Exception>(() => HeldAnswers.HoldAsync(HttpMethod.Get, path, new Reply(status, type, body, s_none)));

    [Theory]
    [InlineData("unsubscribe/x", 404, "text/html", "<!doctype html>")]
    [InlineData("/local/mail", 418, "text/plain", "?")]
    [InlineData("nothing/there", 404, "application/problem+json", """{"type":"about:blank"}""")]
    public Task Answer_ThatItHasOrThatIsNotAFunctions_IsHeld(string path, int status, string type, string body) =>
        HeldAnswers.HoldAsync(HttpMethod.Get, path, new Reply(status, type, body, s_none));
}
