namespace SendGrid.Helpers.Mail;

/// <content>How the mail is handled and what is measured of it.</content>
public partial class SendGridMessage
{
    public void SetBccSetting(bool enable, string email) =>
        (MailSettings ??= new()).BccSettings = new BCCSettings { Enable = enable, Email = email };

    public void SetBypassListManagement(bool enable) =>
        (MailSettings ??= new()).BypassListManagement = new BypassListManagement { Enable = enable };

    public void SetBypassSpamManagement(bool enable) =>
        (MailSettings ??= new()).BypassSpamManagement = new BypassSpamManagement { Enable = enable };

    public void SetBypassBounceManagement(bool enable) =>
        (MailSettings ??= new()).BypassBounceManagement = new BypassBounceManagement { Enable = enable };

    public void SetBypassUnsubscribeManagement(bool enable) =>
        (MailSettings ??= new()).BypassUnsubscribeManagement = new BypassUnsubscribeManagement { Enable = enable };

    public void SetFooterSetting(bool enable, string html = null, string text = null) =>
        (MailSettings ??= new()).FooterSettings = new FooterSettings { Enable = enable, Html = html, Text = text };

    public void SetSandBoxMode(bool enable) =>
        (MailSettings ??= new()).SandboxMode = new SandboxMode { Enable = enable };

    public void SetSpamCheck(bool enable, int threshold = 1, string postToUrl = null) =>
        (MailSettings ??= new()).SpamCheck = new SpamCheck { Enable = enable, Threshold = threshold, PostToUrl = postToUrl };

    public void SetClickTracking(bool enable, bool enableText) =>
        (TrackingSettings ??= new()).ClickTracking = new ClickTracking { Enable = enable, EnableText = enableText };

    public void SetOpenTracking(bool enable, string substitutionTag = null) =>
        (TrackingSettings ??= new()).OpenTracking = new OpenTracking { Enable = enable, SubstitutionTag = substitutionTag };

    public void SetSubscriptionTracking(bool enable, string html = null, string text = null, string substitutionTag = null) =>
        (TrackingSettings ??= new()).SubscriptionTracking =
            new SubscriptionTracking { Enable = enable, Html = html, Text = text, SubstitutionTag = substitutionTag };

    public void SetGoogleAnalytics(bool enable, string utmCampaign = null, string utmContent = null, string utmMedium = null, string utmSource = null, string utmTerm = null) =>
        (TrackingSettings ??= new()).Ganalytics = new Ganalytics
        {
            Enable = enable,
            UtmCampaign = utmCampaign,
            UtmContent = utmContent,
            UtmMedium = utmMedium,
            UtmSource = utmSource,
            UtmTerm = utmTerm,
        };
}
