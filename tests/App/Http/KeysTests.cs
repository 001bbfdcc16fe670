using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Http;

/// <summary>Each audience's key opens its functions and no other. What opens what is asked of the running App.</summary>
[Collection(nameof(Shop))]
public sealed partial class KeysTests(Shop shop)
{
    private static readonly string[] Audiences = ["storefront", "helpdesk", "finance", "marketing", "manager"];

    /// <summary>API.md, "Keys": the sections, and what the helpdesk and finance open beside theirs.</summary>
    private static readonly Dictionary<string, string[]> Contract = new()
    {
        ["ValidateCodes"] = ["storefront"],
        ["RedeemCodes"] = ["storefront"],
        ["ConfirmRedemption"] = ["storefront"],
        ["ReleaseRedemption"] = ["storefront"],
        ["GetRedemption"] = ["helpdesk", "storefront"],
        ["FindRedemptionByOrder"] = ["helpdesk", "storefront"],
        ["RefundRedemption"] = ["storefront"],
        ["GetTerms"] = ["helpdesk", "storefront"],
        ["AskAboutCode"] = ["helpdesk", "storefront"],
        ["MakeOffer"] = ["storefront"],
        ["SetPreferences"] = ["storefront"],
        ["PutCampaign"] = ["marketing"],
        ["GetCampaign"] = ["finance", "marketing"],
        ["ListCampaigns"] = ["finance", "marketing"],
        ["AddCodes"] = ["marketing"],
        ["ImportCodes"] = ["marketing"],
        ["ExportCodes"] = ["marketing"],
        ["SetCodeStatus"] = ["marketing"],
        ["GetInventory"] = ["helpdesk", "marketing"],
        ["PostClaim"] = ["helpdesk"],
        ["GetClaim"] = ["helpdesk"],
        ["ListClaims"] = ["helpdesk"],
        ["DecideEscalation"] = ["helpdesk"],
        ["AddContact"] = ["helpdesk"],
        ["ResubmitClaim"] = ["helpdesk"],
        ["GetPolicy"] = ["helpdesk", "manager"],
        ["PutPolicy"] = ["manager"],
        ["BacktestPolicy"] = ["manager"],
        ["GetCustomerHistory"] = ["helpdesk"],
        ["PostCustomerHistory"] = ["helpdesk"],
        ["EraseCustomer"] = ["helpdesk", "manager"],
        ["ListReports"] = ["finance"],
        ["GetReport"] = ["finance"],
    };

    [Fact]
    public async Task Key_OfAnAudience_OpensItsFunctionsAndNoOther()
    {
        var opened = new Dictionary<string, string[]>();
        foreach (var (name, method, path) in await KeyedAsync())
        {
            var who = new List<string>();
            foreach (var audience in Audiences)
            {
                // Unknown ids and an empty body: whoever gets past the door is told so, and changes nothing.
                var reply = await shop.App.As(audience + "-local").SendAsync(method, path, null);
                if (reply.Status == 401)
                {
                    reply.MustBeProblem(401);
                }
                else
                {
                    who.Add(audience);
                }
            }

            opened[name] = [.. who.Order(StringComparer.Ordinal)];
        }

        Assert.Equal(Lines(Contract), Lines(opened));
    }

    [Fact]
    public async Task Key_ThatIsNoneOrWrong_OpensNothing()
    {
        foreach (var (_, method, path) in await KeyedAsync())
        {
            foreach (var key in new[] { null, "", "storefront", "STOREFRONT-LOCAL", "nobody-local", new string('x', 5_000) })
            {
                (await shop.App.As(key).SendAsync(method, path, null)).MustBeProblem(401);
            }

            (await shop.App.As(null).SendAsync(method, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "code=wrong", null)).MustBeProblem(401);
        }
    }

    [Fact]
    public async Task Key_OfTheMaster_OpensAll()
    {
        foreach (var (name, method, path) in await KeyedAsync())
        {
            Assert.True((await shop.App.Master.SendAsync(method, path, null)).Status is 200 or 204 or 400 or 404, name);
        }
    }

    [Fact]
    public async Task Key_InTheQuery_OpensAsInTheHeader()
    {
        Assert.Equal(404, (await shop.App.As(null).GetAsync("/api/claims/none?code=helpdesk-local")).Status);
        Assert.Equal(401, (await shop.App.As(null).GetAsync("/api/claims/none?code=storefront-local")).Status);
    }

    [Fact]
    public async Task Admin_WithAnAudiencesKey_IsClosed()
    {
        foreach (var audience in Audiences)
        {
            (await shop.App.As(audience + "-local").GetAsync("/admin/functions")).MustBeProblem(401);
            (await shop.App.As(audience + "-local").PostAsync("/admin/functions/SweepExpirations", new JsonObject())).MustBeProblem(401);
            (await shop.App.As(audience + "-local").GetAsync("/local/mail")).MustBeProblem(401);
        }
    }

    [Fact]
    public async Task Functions_WithoutAKey_AreTheseAlone()
    {
        var reply = (await shop.App.Master.GetAsync("/admin/functions")).MustBe(200);
        using var functions = JsonDocument.Parse(reply.Text);

        Assert.Equal(
            ["GetHealth", "GetOpenApi", "ShowUnsubscribe", "Unsubscribe"],
            functions.RootElement.EnumerateArray().Where(function => function.TryGetProperty("authLevel", out var level) && level.GetString() == "anonymous")
                .Select(function => function.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        (await shop.App.As(null).GetAsync("health")).MustBe(200);
        (await shop.App.As(null).GetAsync("openapi.json")).MustBe(200);
    }

    /// <summary>Every HTTP function that needs a key, with a call of it.</summary>
    private async Task<IReadOnlyList<(string Name, HttpMethod Method, string Path)>> KeyedAsync()
    {
        var reply = (await shop.App.Master.GetAsync("/admin/functions")).MustBe(200);
        using var functions = JsonDocument.Parse(reply.Text);
        return
        [
            .. functions.RootElement.EnumerateArray()
                .Where(function => function.GetProperty("authLevel").GetString() == "function")
                .Select(function => (
                    function.GetProperty("name").GetString() ?? "",
                    new HttpMethod(function.GetProperty("methods")[0].GetString() ?? ""),
                    Parameter().Replace(function.GetProperty("route").GetString() ?? "", "none"))),
        ];
    }

    private static IEnumerable<string> Lines(Dictionary<string, string[]> opened) =>
        opened.OrderBy(function => function.Key, StringComparer.Ordinal).Select(function => $"{function.Key}: {string.Join(", ", function.Value)}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
