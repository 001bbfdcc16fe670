using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Storage.Mailing;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Mailing;

public sealed class TableMailStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private PromoTables? _tables;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PromoTables Tables => _tables ?? throw new InvalidOperationException("Not initialized.");

    private TableMailStore Store => new(Tables, _time);

    public async ValueTask InitializeAsync()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        _tables = new PromoTables(service, service);
        await _tables.CreateAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Mail_Kept_IsTakenAsItWas()
    {
        var mail = NewMail(
            new MailAttachment("codes.csv", "text/csv", Encoding.UTF8.GetBytes("code\r\nÄ1\r\n")),
            new MailAttachment("empty.bin", "application/octet-stream", ReadOnlyMemory<byte>.Empty));

        var taken = Assert.IsType<MailTaking.Taken>(await Store.TakeAsync(await KeepAsync(mail), Cancellation));

        Assert.Equal(
            (mail.Id, mail.Kind, mail.To, mail.Name, mail.Subject, mail.Text, mail.Html, mail.Unsubscribe),
            (taken.Mail.Id, taken.Mail.Kind, taken.Mail.To, taken.Mail.Name, taken.Mail.Subject, taken.Mail.Text, taken.Mail.Html, taken.Mail.Unsubscribe));
        Assert.Equal(mail.Attachments.Select(Line), taken.Mail.Attachments.Select(Line));
    }

    [Fact]
    public async Task Mail_OfTheLargestSizeThatDoesNotCompress_IsTakenAsItWas()
    {
        var bare = NewMail();
        var mail = bare with { Attachments = [new MailAttachment("noise", "application/octet-stream", RandomNumberGenerator.GetBytes((int)(Mail.MaxBytes - bare.Bytes)))] };

        var taken = Assert.IsType<MailTaking.Taken>(await Store.TakeAsync(await KeepAsync(mail), Cancellation));

        Assert.Equal(Line(mail.Attachments[0]), Line(Assert.Single(taken.Mail.Attachments)));
        await Assert.ThrowsAsync<ArgumentException>(() => KeepAsync(mail with { Attachments = [.. mail.Attachments, new MailAttachment("one", "text/plain", new byte[1])] }));
    }

    [Fact]
    public async Task Mail_TakenTwentyTimesAtOnce_IsOnesAndBusyForTheOthers()
    {
        var ticket = await KeepAsync(NewMail());

        var takings = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.TakeAsync(ticket, Cancellation)));

        Assert.Single(takings.OfType<MailTaking.Taken>());
        Assert.Equal(19, takings.OfType<MailTaking.Busy>().Count());
    }

    [Fact]
    public async Task Mail_WhoseTakerDied_IsFreeWhenItsWhileIsOver()
    {
        var ticket = await KeepAsync(NewMail());
        var first = _time.GetUtcNow();
        Assert.IsType<MailTaking.Taken>(await Store.TakeAsync(ticket, Cancellation));

        Assert.Equal(first + TableMailStore.Lease, Assert.IsType<MailTaking.Busy>(await Store.TakeAsync(ticket, Cancellation)).Until);
        _time.Ahead = TableMailStore.Lease;
        Assert.IsType<MailTaking.Taken>(await Store.TakeAsync(ticket, Cancellation));
    }

    [Fact]
    public async Task Mail_LetGo_IsFreeAtOnceAndAnothersTakingStays()
    {
        var ticket = await KeepAsync(NewMail());
        var first = Assert.IsType<MailTaking.Taken>(await Store.TakeAsync(ticket, Cancellation));

        await Store.LetGoAsync(first, Cancellation);
        Assert.IsType<MailTaking.Taken>(await Store.TakeAsync(ticket, Cancellation));

        await Store.LetGoAsync(first, Cancellation);
        Assert.IsType<MailTaking.Busy>(await Store.TakeAsync(ticket, Cancellation));
    }

    [Fact]
    public async Task Mail_MarkedAsSent_IsNeverKeptOrTakenAgainAndNothingOfItStands()
    {
        var mail = NewMail();
        var ticket = await KeepAsync(mail);
        await Store.TakeAsync(ticket, Cancellation);

        await Store.MarkSentAsync(ticket, Cancellation);

        Assert.IsType<MailTaking.Sent>(await Store.TakeAsync(ticket, Cancellation));
        Assert.Null(await Store.KeepAsync(mail, Cancellation));
        Assert.Equal(0, await RowsOfAsync(mail.Id));
    }

    [Fact]
    public async Task Mail_KeptInOtherWordsToo_IsSentOnceAndInEitherWordsWhole()
    {
        var english = NewMail();
        var german = new Mail(english.Id, english.Kind, english.To, english.Name, "Hallo", "Ihr Code", "<p>Ihr Code</p>");
        var (first, second) = (await KeepAsync(english), await KeepAsync(german));
        var taken = Assert.IsType<MailTaking.Taken>(await Store.TakeAsync(second, Cancellation));

        Assert.Equal("Ihr Code", taken.Mail.Text);
        await Store.MarkSentAsync(second, Cancellation);
        Assert.IsType<MailTaking.Sent>(await Store.TakeAsync(first, Cancellation));
        Assert.Equal(0, await RowsOfAsync(english.Id));
    }

    [Theory]
    [InlineData("20261121-a|0123456789abcdef|1")]
    [InlineData("x")]
    [InlineData("20261121-a|0123456789abcdef|0")]
    [InlineData("20261121-a'|0123456789abcdef|1")]
    public async Task Mail_ThatIsNotAtItsPlace_IsMissing(string place) =>
        Assert.IsType<MailTaking.Missing>(await Store.TakeAsync(new MailTicket(NewMail().Id, place, 1), Cancellation));

    [Fact]
    public async Task Rows_OfAMailThatWasSent_NameNobody()
    {
        var mail = NewMail();
        var ticket = await KeepAsync(mail);
        await Store.TakeAsync(ticket, Cancellation);
        await Store.MarkSentAsync(ticket, Cancellation);

        var row = Assert.Single(await Tables.Mails.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {mail.Id.Value}"), cancellationToken: Cancellation).ToListAsync(Cancellation));
        Assert.All(row, property => Assert.DoesNotContain("jane", $"{property.Value}", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("SentAt", row.Keys);
    }

    [Fact]
    public async Task Sweep_OfWhatWaitsTooLong_DeletesItAndNothingYounger()
    {
        var (old, young) = (NewMail(), NewMail());
        _time.Ahead = -TimeSpan.FromDays(MailSweep.DaysKept + 1);
        var ticket = await KeepAsync(old);
        _time.Ahead = -TimeSpan.FromDays(MailSweep.DaysKept - 1);
        await KeepAsync(young);
        _time.Ahead = TimeSpan.Zero;

        Assert.True(await new MailSweep(Tables, _time).RunAsync(Cancellation) >= 1);

        Assert.Equal((0, 1), (await RowsOfAsync(old.Id), await RowsOfAsync(young.Id)));
        Assert.IsType<MailTaking.Missing>(await Store.TakeAsync(ticket, Cancellation));
    }

    private static Mail NewMail(params MailAttachment[] attachments) =>
        new(MailId.Of(MailKind.Offer, AzuriteFixture.NewName("m")), MailKind.Offer, "jane@example.com", "Jane", "Grüße", "Ihr Code: JANE1", "<p>JANE1</p>")
        {
            Attachments = attachments,
            Unsubscribe = new Uri("https://shop.example/api/unsubscribe/x.y"),
        };

    private static (string Name, string Type, string Content) Line(MailAttachment attachment) =>
        (attachment.Name, attachment.ContentType, Convert.ToHexStringLower(SHA256.HashData(attachment.Content.Span)));

    private async Task<MailTicket> KeepAsync(Mail mail) =>
        await Store.KeepAsync(mail, Cancellation) ?? throw new InvalidOperationException("The mail was sent already.");

    private async Task<int> RowsOfAsync(MailId id)
    {
        var end = id.Value + "}";
        return await Tables.MailContents.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey ge {id.Value} and RowKey lt {end}"), cancellationToken: Cancellation).CountAsync(Cancellation);
    }

    /// <summary>The present, and what is ahead of it or behind.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();

        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => _start + Ahead;
    }
}
