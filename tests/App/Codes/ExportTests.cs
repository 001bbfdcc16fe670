using System.Text;
using PromoFunctions.App.Codes;
using PromoFunctions.Domain.Codes;

namespace PromoFunctions.App.Tests.Codes;

public sealed class ExportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_CellsThatASpreadsheetWouldRun_AreMadeHarmless()
    {
        var row = new ExportedCode(PromoCode.Parse("A1"), CodeKind.Unique, CodeStatus.Active, false, BatchId.Parse("-2-3"), new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.FromHours(1)));
        using var stream = new MemoryStream();

        await ExportCodes.WriteAsync(stream, new[] { row, row with { Used = true, Batch = null, ExpiresAt = null } }.ToAsyncEnumerable().GetAsyncEnumerator(Cancellation), Cancellation);

        Assert.Equal(
            "code,kind,status,batchId,expiresAt\r\nA1,unique,active,\"'-2-3\",2026-12-24T17:00:00Z\r\nA1,unique,redeemed,,\r\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task Write_AMillionCodes_KeepsMemoryFlat()
    {
        var row = new ExportedCode(PromoCode.Parse("TEA" + new string('2', 20)), CodeKind.Unique, CodeStatus.Active, false, BatchId.Parse("b-1"), null);
        var stream = new Measured();

        await ExportCodes.WriteAsync(stream, Enumerable.Repeat(row, 1_000_000).ToAsyncEnumerable().GetAsyncEnumerator(Cancellation), Cancellation);

        // 40 MB went through; what was written at once shows how much was kept.
        Assert.InRange(stream.Total, 30_000_000, long.MaxValue);
        Assert.InRange(stream.Largest, 1, 200_000);
    }

    /// <summary>Keeps nothing but sizes.</summary>
    private sealed class Measured : MemoryStream
    {
        public long Total { get; private set; }

        public int Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Total += buffer.Length;
            Largest = Math.Max(Largest, buffer.Length);
            return ValueTask.CompletedTask;
        }

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("A response body is written asynchronously.");
    }
}
