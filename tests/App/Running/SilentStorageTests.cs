using System.Diagnostics;
using System.Globalization;
using PromoFunctions.App.Validation;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Running;

/// <summary>Storage takes connections and answers nothing, then comes back.</summary>
public sealed class SilentStorageTests
{
    [Fact(Timeout = 5 * 60_000)]
    public async Task Storage_ThatStopsAnsweringForAWhile_KeepsWarmValidationGoingAndLosesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signal.");
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        await using var app = await AppProcess.StartAsync(azurite.DataDirectory);
        var (_, code, _) = await Sample.GivenCampaignAsync(app);
        var redemption = Sample.Redemption(code);
        (await app.Storefront.PostAsync("codes/validate", Sample.Validation(code))).MustBe(200);

        Signal("-STOP", azurite.ProcessId);
        try
        {
            var answer = await app.Storefront.PostAsync("codes/validate", Sample.Validation(code));
            while (!answer.Headers.ContainsKey(ValidateFromMemory.AsOfHeader))
            {
                // What was read a moment ago holds for five seconds.
                answer.MustBe(200);
                answer = await app.Storefront.PostAsync("codes/validate", Sample.Validation(code));
            }

            answer.MustBe(200);
            Assert.True(answer.Json["valid"]?.GetValue<bool>());
            var unknown = (await app.Storefront.PostAsync("codes/validate", Sample.Validation(Sample.NewCode()))).MustBe(503);
            Assert.Contains("Retry-After", unknown.Headers.Keys);
            var refused = (await app.Storefront.PostAsync("redemptions", redemption)).MustBe(503);
            Assert.Contains("Retry-After", refused.Headers.Keys);
        }
        finally
        {
            Signal("-CONT", azurite.ProcessId);
        }

        var redeemed = await app.Storefront.PostAsync("redemptions", redemption);
        while (redeemed.Status == 503)
        {
            redeemed = await app.Storefront.PostAsync("redemptions", redemption);
        }

        Assert.True(redeemed.Status is 200 or 201, redeemed.ToString());
        var after = await app.Storefront.PostAsync("codes/validate", Sample.Validation(code));
        while (after.Headers.ContainsKey(ValidateFromMemory.AsOfHeader))
        {
            after = await app.Storefront.PostAsync("codes/validate", Sample.Validation(code));
        }

        after.MustBe(200);
    }

    private static void Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
