using Azure.Data.Tables;
using PromoFunctions.Domain.Guessing;

namespace PromoFunctions.Storage.Guessing;

/// <summary>
/// A row of table <c>Guesses</c>: what one subject sent. 256 partitions by the first digits of its key, so that expired rows
/// are deleted a hundred at a time.
/// </summary>
internal static class GuessRow
{
    public const string ForgottenAt = nameof(ForgottenAt);
    public const string Nonce = nameof(Nonce);
    private const string History = nameof(History);
    private const int PartitionDigits = 2;

    public static (string Partition, string Row) KeysOf(GuessSubject subject) => (subject.Key[..PartitionDigits], subject.Key[PartitionDigits..]);

    public static GuessHistory HistoryOf(TableEntity? row) => row?.GetBinary(History) is { } bytes ? GuessHistory.FromBytes(bytes) : GuessHistory.None;

    public static TableEntity Of(GuessSubject subject, GuessHistory history, string nonce)
    {
        var (partition, key) = KeysOf(subject);
        return new(partition, key)
        {
            [History] = history.ToBytes(),
            [ForgottenAt] = history.ForgottenAt,
            [Nonce] = nonce,
        };
    }
}
