using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.App.Tests.Mailing;

/// <summary>A store that answers what it is told to, and remembers.</summary>
internal sealed class FakeMailStore(MailTaking taking) : IMailStore
{
    public List<string> Calls { get; } = [];

    /// <summary>Thrown by the next calls, in this order.</summary>
    public Queue<Exception> Failures { get; } = new();

    public Task<MailTicket?> KeepAsync(Mail mail, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<MailTaking> TakeAsync(MailTicket ticket, CancellationToken cancellationToken) => CallAsync("take", taking);

    public Task MarkSentAsync(MailTicket ticket, CancellationToken cancellationToken) => CallAsync("mark", true);

    public Task LetGoAsync(MailTaking.Taken taken, CancellationToken cancellationToken) => CallAsync("let go", true);

    private Task<T> CallAsync<T>(string call, T answer)
    {
        Calls.Add(call);
        return Failures.TryDequeue(out var failure) ? Task.FromException<T>(failure) : Task.FromResult(answer);
    }
}

/// <summary>Takes mails as it is told to.</summary>
internal sealed class FakeMailSender(MailDelivery delivery) : IMailSender
{
    public List<Mail> Mails { get; } = [];

    public Task<MailDelivery> SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        Mails.Add(mail);
        return Task.FromResult(delivery);
    }
}

/// <summary>Remembers what is to be sent again.</summary>
internal sealed class FakeMailQueue : IMailQueue
{
    public List<(MailTicket Ticket, DateTimeOffset Due)> Again { get; } = [];

    public Task SendAsync(Mail mail, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SendAgainAsync(MailTicket ticket, DateTimeOffset due, CancellationToken cancellationToken)
    {
        Again.Add((ticket, due));
        return Task.CompletedTask;
    }
}

/// <summary>A clock that stands still and waits for nobody: who waits goes on at once, that much later.</summary>
internal sealed class HastyTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
