namespace PromoFunctions.Domain.Codes;

/// <summary>The notices that are due before personal codes end.</summary>
public interface ICodeNotices
{
    /// <summary>Those that are due, of codes that still work: unused, active and not past their own end. Reads what is due and nothing else.</summary>
    IAsyncEnumerable<DueNotice> DueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes a notice off what is due; one that stays is due again in the next run.</summary>
    Task DoneAsync(DueNotice notice, CancellationToken cancellationToken);
}

/// <summary>A notice that is due.</summary>
/// <param name="Place">Where storage keeps it; its own affair.</param>
/// <param name="Code">The code as it stands.</param>
/// <param name="Notice">Whom to tell.</param>
public sealed record DueNotice(CodeNoticePlace Place, IssuedCode Code, CodeNotice Notice);

/// <summary>Where a notice that is due stands.</summary>
/// <param name="Bucket">The minute.</param>
/// <param name="Entry">What names the code there.</param>
public sealed record CodeNoticePlace(string Bucket, string Entry);
