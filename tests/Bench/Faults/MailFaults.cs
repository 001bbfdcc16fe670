namespace PromoFunctions.Bench.Faults;

/// <summary>SendGrid goes wrong.</summary>
internal static class MailFaults
{
    public static IEnumerable<Fault> Of(FaultStage stage)
    {
        foreach (var (name, mood) in new[] { ("answers 500", MailMood.Fails), ("answers 429", MailMood.Throttles), ("refuses connections", MailMood.Refuses), ("takes requests and is silent", MailMood.Hangs) })
        {
            yield return new("SendGrid " + name, TimeSpan.FromSeconds(6), stage.Addresses, Fault.Untouched, async () =>
            {
                await stage.Mail.SetAsync(mood);
                return async () =>
                {
                    await stage.Mail.SetAsync(MailMood.Takes);
                    return "";
                };
            });
        }
    }
}
