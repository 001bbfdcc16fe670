namespace PromoFunctions.Domain.Mailing;

/// <summary>What a queue carries of a mail that is kept elsewhere: it names nobody and is small whatever the mail holds.</summary>
/// <param name="Id">The mail.</param>
/// <param name="Place">Where storage keeps what is to be sent; its own affair.</param>
/// <param name="Attempt">Which attempt at sending it is next, from 1.</param>
public sealed record MailTicket(MailId Id, string Place, int Attempt)
{
    /// <summary>The most characters of a place.</summary>
    public const int MaxPlaceLength = 64;

    /// <summary>The last attempt; with the waits between them about a day after the first.</summary>
    public const int LastAttempt = 30;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>How long to wait before the next attempt: 30 seconds, twice as long each time, at most an hour.</summary>
    public TimeSpan Wait => Attempt > 7 ? LongestWait : FirstWait * Math.Pow(2, Attempt - 1);
}
