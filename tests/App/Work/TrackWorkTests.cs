using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Work;
using PromoFunctions.Domain.Work;

namespace PromoFunctions.App.Tests.Work;

public sealed class TrackWorkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ToItsEnd_NotesEveryStepAtOnceAndTheSameOneEveryFewSeconds()
    {
        var (board, clock) = (new KeptBoard(), new SetTime());

        await TrackOf(board, clock).RunAsync(
            "Work",
            async (steps, token) =>
            {
                await steps.AtAsync("close", 0, token);
                for (var done = 1; done <= 12; done++)
                {
                    clock.Pass(TimeSpan.FromSeconds(1));
                    await steps.AtAsync("count", done, token);
                }
            },
            Token);

        Assert.Equal([("close", 0), ("count", 1), ("count", 6), ("count", 11), ("count", 12)], board.Notes.Select(note => (note.Step, note.Done)));
        Assert.Equal([WorkState.Running, WorkState.Running, WorkState.Running, WorkState.Running, WorkState.Finished], board.Notes.Select(note => note.State));
        Assert.Equal(TimeSpan.FromSeconds(12), board.Notes[^1].UpdatedAt - board.Notes[^1].StartedAt);
    }

    [Fact]
    public async Task Run_ThatFailsOrIsStopped_SaysSoAndThrows()
    {
        var board = new KeptBoard();
        await Assert.ThrowsAsync<InvalidOperationException>(() => TrackOf(board, new SetTime()).RunAsync("Work", (_, _) => throw new InvalidOperationException(), Token));
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TrackOf(board, new SetTime()).RunAsync("Work", (_, token) => Task.FromCanceled(token), stopping.Token));

        Assert.Equal([WorkState.Failed, WorkState.Stopped], board.Notes.Select(note => note.State));
    }

    [Fact]
    public async Task Run_WhileTheBoardIsAway_GoesOn()
    {
        var (board, ran) = (new KeptBoard { Away = true }, false);

        await TrackOf(board, new SetTime()).RunAsync(
            "Work",
            async (steps, token) =>
            {
                await steps.AtAsync("close", 0, token);
                ran = true;
            },
            Token);

        Assert.True(ran);
    }

    private static TrackWork TrackOf(IWorkBoard board, TimeProvider clock) => new(board, clock, NullLogger<TrackWork>.Instance);

    private sealed class KeptBoard : IWorkBoard
    {
        public List<WorkProgress> Notes { get; } = [];

        public bool Away { get; init; }

        public Task NoteAsync(WorkProgress progress, CancellationToken cancellationToken)
        {
            Notes.Add(progress);
            return Away ? throw new RequestFailedException(503, "Away.") : Task.CompletedTask;
        }

        public Task<IReadOnlyList<WorkProgress>> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class SetTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

        public void Pass(TimeSpan time) => _now += time;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
