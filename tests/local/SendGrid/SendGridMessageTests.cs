using System.Text;
using System.Text.Json.Nodes;
using SendGrid.Helpers.Mail;

namespace SendGrid.Tests;

/// <summary>The JSON on the wire, member by member as SendGrid's v3 mail/send takes it.</summary>
public sealed class SendGridMessageTests
{
    private static readonly EmailAddress Shop = new("shop@example.com", "Tea Shop");
    private static readonly EmailAddress Jane = new("jane@example.com");

    [Fact]
    public void Serialize_SingleEmail_HasTheOfficialOrderAndNoUnsetMember() => Assert.Equal(
        """{"from":{"name":"Tea Shop","email":"shop@example.com"},"personalizations":[{"to":[{"email":"jane@example.com"}],"subject":"Hello"}],"content":[{"type":"text/plain","value":"text"},{"type":"text/html","value":"html"}]}""",
        MailHelper.CreateSingleEmail(Shop, Jane, "Hello", "text", "html").Serialize());

    [Fact]
    public void Serialize_Html_EscapesWhatHtmlCouldTakeForItsOwnAndLeavesLetters()
    {
        var message = new SendGridMessage { HtmlContent = "<b>Grün & 茶</b>" };
        string json = message.Serialize();
        Assert.DoesNotContain('<', json);
        Assert.Contains("Grün", json, StringComparison.Ordinal);
        Assert.Contains("茶", json, StringComparison.Ordinal);
        Assert.Equal("<b>Grün & 茶</b>", JsonNode.Parse(json)?["content"]?[0]?["value"]?.GetValue<string>());
    }

    [Fact]
    public void Serialize_ContentsInAnyOrder_PutsPlainTextFirstThenHtmlAndDropsEmptyOnes()
    {
        var message = new SendGridMessage();
        message.AddContents([new("text/calendar", "cal"), new("text/html", "html")]);
        message.AddContent("text/x-amp", "");
        message.AddContent("text/plain", "text");
        Same("""{"content":[{"type":"text/plain","value":"text"},{"type":"text/html","value":"html"},{"type":"text/calendar","value":"cal"}]}""", message);
    }

    [Fact]
    public void Serialize_PlainAndHtmlProperties_BecomeContents()
    {
        var message = new SendGridMessage { HtmlContent = "html", PlainTextContent = "text" };
        Same("""{"content":[{"type":"text/plain","value":"text"},{"type":"text/html","value":"html"}]}""", message);
    }

    [Fact]
    public void Serialize_RecipientNamedTwiceInAnyCase_IsSentOnce()
    {
        var message = new SendGridMessage();
        message.AddTo("jane@example.com", "Jane");
        message.AddTo("JANE@example.com");
        message.AddCc("kim@example.com");
        message.AddBcc("lee@example.com");
        Same("""{"personalizations":[{"to":[{"name":"Jane","email":"jane@example.com"}],"cc":[{"email":"kim@example.com"}],"bcc":[{"email":"lee@example.com"}]}]}""", message);
    }

    [Fact]
    public void Serialize_EverythingOfAPersonalization_HasItsWireName()
    {
        var message = new SendGridMessage();
        message.AddTo(Jane);
        message.SetSubject("Hi");
        message.AddHeader("X-One", "1");
        message.AddHeader("X-Two", "2");
        message.AddSubstitution("-name-", "Jane");
        message.AddCustomArg("claimId", "t-1");
        message.SetSendAt(1_800_000_000);
        message.SetTemplateData(new { code = "JANE1", amount = 5 });
        Same(
            """
            {"personalizations":[{"to":[{"email":"jane@example.com"}],"subject":"Hi","headers":{"X-One":"1","X-Two":"2"},
              "substitutions":{"-name-":"Jane"},"custom_args":{"claimId":"t-1"},"send_at":1800000000,
              "dynamic_template_data":{"code":"JANE1","amount":5}}]}
            """,
            message);
    }

    [Fact]
    public void Serialize_EverythingGlobal_HasItsWireName()
    {
        var message = new SendGridMessage();
        message.SetFrom("shop@example.com");
        message.SetGlobalSubject("Hi");
        message.SetReplyTo(Shop);
        message.AddReplyTo("kim@example.com");
        message.SetTemplateId("d-1");
        message.AddGlobalHeader("X-A", "1");
        message.AddSection("-s-", "section");
        message.AddCategory("claims");
        message.AddCategories(["mail"]);
        message.AddGlobalCustomArg("mailId", "m");
        message.SetGlobalSendAt(5);
        message.SetAsm(7, [7, 8]);
        message.SetBatchId("b");
        message.SetIpPoolName("pool");
        Same(
            """
            {"from":{"email":"shop@example.com"},"subject":"Hi","template_id":"d-1","headers":{"X-A":"1"},"sections":{"-s-":"section"},
             "categories":["claims","mail"],"custom_args":{"mailId":"m"},"send_at":5,"asm":{"group_id":7,"groups_to_display":[7,8]},
             "batch_id":"b","ip_pool_name":"pool","reply_to":{"name":"Tea Shop","email":"shop@example.com"},"reply_to_list":[{"email":"kim@example.com"}]}
            """,
            message);
    }

    [Fact]
    public void Serialize_Settings_HaveTheirWireNames()
    {
        var message = new SendGridMessage();
        message.SetBccSetting(true, "archive@example.com");
        message.SetBypassListManagement(true);
        message.SetBypassSpamManagement(false);
        message.SetBypassBounceManagement(true);
        message.SetBypassUnsubscribeManagement(true);
        message.SetFooterSetting(true, "h", "t");
        message.SetSandBoxMode(true);
        message.SetSpamCheck(true, 3, "https://example.com/spam");
        message.SetClickTracking(true, false);
        message.SetOpenTracking(true, "%open%");
        message.SetSubscriptionTracking(true, "h", "t", "%un%");
        message.SetGoogleAnalytics(true, "campaign", "content", "medium", "source", "term");
        Same(
            """
            {"mail_settings":{"bcc":{"enable":true,"email":"archive@example.com"},"bypass_list_management":{"enable":true},
              "bypass_spam_management":{"enable":false},"bypass_bounce_management":{"enable":true},"bypass_unsubscribe_management":{"enable":true},
              "footer":{"enable":true,"text":"t","html":"h"},"sandbox_mode":{"enable":true},
              "spam_check":{"enable":true,"threshold":3,"post_to_url":"https://example.com/spam"}},
             "tracking_settings":{"click_tracking":{"enable":true,"enable_text":false},"open_tracking":{"enable":true,"substitution_tag":"%open%"},
              "subscription_tracking":{"enable":true,"text":"t","html":"h","substitution_tag":"%un%"},
              "ganalytics":{"enable":true,"utm_source":"source","utm_medium":"medium","utm_term":"term","utm_content":"content","utm_campaign":"campaign"}}}
            """,
            message);
    }

    [Fact]
    public async Task AddAttachmentAsync_AStream_IsSentAsBase64()
    {
        var message = new SendGridMessage();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("code,kind\n"));
        await message.AddAttachmentAsync("codes.csv", stream, "text/csv", "attachment", "c-1", TestContext.Current.CancellationToken);
        message.AddAttachment("", "AA=="); // Without a name there is nothing to attach.
        Same("""{"attachments":[{"content":"Y29kZSxraW5kCg==","type":"text/csv","filename":"codes.csv","disposition":"attachment","content_id":"c-1"}]}""", message);
    }

    [Fact]
    public void Deserialize_WhatWasSerialized_GivesItBack()
    {
        var message = MailHelper.CreateSingleEmail(Shop, Jane, "Hello", "text", "html");
        message.AddCustomArg("a", "b");
        message.SetSandBoxMode(true);
        string json = message.Serialize();
        Assert.Equal(json, SendGridMessage.Deserialize(json).Serialize());
    }

    [Fact]
    public void AddTo_IndexPastTheLast_AddsAPersonalizationAndBeyondThrows()
    {
        var message = new SendGridMessage();
        message.AddTo(Jane);
        message.AddTo(Shop, 1);
        Assert.Equal(2, message.Personalizations.Count);
        Assert.Throws<ArgumentException>(() => message.AddTo(Shop, 3));
    }

    [Fact]
    public void AddTos_NothingToAdd_Throws()
    {
        var message = new SendGridMessage();
        Assert.Throws<ArgumentNullException>(() => message.AddTo(" "));
        Assert.Throws<ArgumentNullException>(() => message.AddTos(null));
        Assert.Throws<InvalidOperationException>(() => message.AddTos([]));
    }

    [Theory]
    [InlineData("Jane Doe <jane@example.com>", "jane@example.com", "Jane Doe")]
    [InlineData(" jane@example.com ", "jane@example.com", "")]
    [InlineData("nobody", "nobody", null)]
    public void StringToEmailAddress_WithAndWithoutName_IsTakenApart(string text, string email, string? name)
    {
        EmailAddress address = MailHelper.StringToEmailAddress(text);
        Assert.Equal(email, address.Email);
        Assert.Equal(name, address.Name);
    }

    [Fact]
    public void CreateSingleEmailToMultipleRecipients_ShownOrNot_IsOneCopyOrOneEach()
    {
        Assert.Equal(2, MailHelper.CreateSingleEmailToMultipleRecipients(Shop, [Jane, Shop], "s", "t", "h").Personalizations.Count);
        Assert.Single(MailHelper.CreateSingleEmailToMultipleRecipients(Shop, [Jane, Shop], "s", "t", "h", showAllRecipients: true).Personalizations);
    }

    private static void Same(string expected, SendGridMessage message) =>
        Assert.Equal(JsonNode.Parse(expected)?.ToJsonString(), JsonNode.Parse(message.Serialize())?.ToJsonString());
}
