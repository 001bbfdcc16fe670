using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Work;
using PromoFunctions.Storage;

namespace PromoFunctions.App.Work;

/// <summary>Runs recurring work, and shows how far it is: in the log, and on the board that the health answer reads.</summary>
public sealed class TrackWork(IWorkBoard board, TimeProvider clock, ILogger<TrackWork> logger)
{
    /// <summary>Runs it.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="work">Gets what its steps are told to.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(string name, Func<WorkSteps, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var steps = new WorkSteps(name, board, clock, logger);
        try
        {
            await work(steps, cancellationToken).ConfigureAwait(false);
            await steps.EndAsync(WorkState.Finished, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Noted although the App stops; whoever looks then is told why nothing moves.
            var stopped = failure is OperationCanceledException && cancellationToken.IsCancellationRequested;
            await steps.EndAsync(stopped ? WorkState.Stopped : WorkState.Failed, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>Where a run says what it does.</summary>
public sealed class WorkSteps(string name, IWorkBoard board, TimeProvider clock, ILogger logger)
{
    /// <summary>What a step has done is noted so often at most.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private DateTimeOffset _notedAt;
    private string? _step;
    private long _done;

    /// <summary>Says what the run does now, and how much of it is done. Another step is noted at once, the same one every few seconds.</summary>
    public async Task AtAsync(string step, long done, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = step != _step;
        (_step, _done) = (step, done);
        if (next || now - _notedAt >= Between)
        {
            if (!next)
            {
                Log.WorkProgress(logger, name, step, done, now - _startedAt);
            }

            _notedAt = now;
            await NoteAsync(WorkState.Running, cancellationToken).ConfigureAwait(false);
        }
    }

    internal async Task EndAsync(WorkState state, CancellationToken cancellationToken)
    {
        if (state == WorkState.Finished)
        {
            Log.WorkDone(logger, name, clock.GetUtcNow() - _startedAt);
        }

        await NoteAsync(state, cancellationToken).ConfigureAwait(false);
    }

    private async Task NoteAsync(WorkState state, CancellationToken cancellationToken)
    {
        try
        {
            await board.NoteAsync(new(name, state, _step ?? "", _done, _startedAt, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (StorageFailure.IsUnavailable(failure))
        {
            // Showing the work is no reason to fail it.
            Log.WorkNotShown(logger, name, failure.GetType().Name);
        }
    }
}
