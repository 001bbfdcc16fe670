using System.Globalization;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>
/// Decides which of the requests that wait for tables in memory lands next, by a seed: not first come, but drawn; and some requests are
/// kept back until many that came later have landed, or until nobody else has anything to send.
/// </summary>
/// <remarks>
/// What is drawn for a request depends on the seed, on its process, on what it is on, and on how often that process has sent the like,
/// and on nothing else; time passes with landings, and when nothing waits it goes on to the next timer. So a seed gives the same kind of
/// history again, not the very same: which requests wait at a moment depends on how fast the thread pool runs what the last answer set
/// free, and the code under test draws pauses and ids of its own. Of twelve histories of the ledger's model that were run twice, alone on
/// a busy machine, half to nineteen twentieths of the landings came in the same order; so a seed that failed may have to be run a few times.
/// </remarks>
public sealed class LandingOrder : IAsyncDisposable
{
    private const int Settling = 4;

    /// <summary>Far more landings and pauses than any test has that ends.</summary>
    private const int Most = 50_000;

    /// <summary>No pause of what is tested is so long, only the patience of whoever waits for it.</summary>
    private static readonly TimeSpan Far = TimeSpan.FromMinutes(1);
    private readonly int _seed;
    private readonly LandingClock _clock;
    private readonly TimeSpan _step;
    private readonly int _keptBack;
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];
    private readonly List<Landed> _landed = [];
    private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _exhausted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _pump;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopped;
    private int _pauses;

    /// <summary>Starts.</summary>
    /// <param name="seed">Draws the order.</param>
    /// <param name="clock">Passes with landings.</param>
    /// <param name="step">By how much with each.</param>
    /// <param name="keptBack">One request of so many is kept back; 0 for none.</param>
    public LandingOrder(int seed, LandingClock clock, TimeSpan step, int keptBack)
    {
        (_seed, _clock, _step, _keptBack) = (seed, clock, step, keptBack);
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Ends when so much has landed that the test goes round in circles, or when nobody sends or waits for time to pass; nothing lands any more then.</summary>
    public Task Exhausted => _exhausted.Task;

    /// <summary>What has landed, in its order.</summary>
    public IReadOnlyList<string> Landings
    {
        get
        {
            lock (_gate)
            {
                return [.. _landed.Select(each => each.ToString())];
            }
        }
    }

    /// <summary>Stops: what waits, and what is sent from now on, is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            _news.TrySetResult();
        }

        await _pump.ConfigureAwait(false);
    }

    /// <summary>Waits for the request's turn, lets it land and answers.</summary>
    internal Task<MemoryAnswer> LandAsync(string process, MemoryRequest request, Func<MemoryRequest, MemoryAnswer> land)
    {
        var what = request.ToString();
        lock (_gate)
        {
            if (_stopped)
            {
                return Task.FromException<MemoryAnswer>(new IOException("The tables are gone."));
            }

            var like = $"{process} {what}";
            var times = _times[like] = _times.GetValueOrDefault(like) + 1;
            var drawn = Drawn($"{like} {times}");
            var from = _keptBack > 0 && drawn % (uint)_keptBack == 0 ? _landed.Count + 1 + (int)(drawn / (uint)_keptBack % 60) : 0;
            var waiting = new Waiting(process, what, drawn, from, () => land(request));
            _waiting.Add(waiting);
            _news.TrySetResult();
            return waiting.Answer.Task;
        }
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            // Whoever was answered just now gets round to its next request first.
            for (var i = 0; i < Settling; i++)
            {
                await Task.Yield();
            }

            Task news;
            lock (_gate)
            {
                if (_landed.Count + _pauses > Most)
                {
                    _stopped = true;
                    _exhausted.TrySetResult();
                }

                if (_stopped)
                {
                    _waiting.ForEach(each => each.Answer.TrySetException(new IOException("The tables are gone.")));
                    return;
                }

                if (_waiting.Where(each => each.From <= _landed.Count).MinBy(each => each.Drawn) is { } next)
                {
                    Land(next);
                    continue;
                }

                _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
                news = _news.Task;
            }

            if (await QuietAsync(news, rounds: 1).ConfigureAwait(false) && !TryLandKept())
            {
                await PassTimeAsync(news).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Nobody else has anything to send: what is kept back comes next.</summary>
    private bool TryLandKept()
    {
        lock (_gate)
        {
            if (_waiting.MinBy(each => each.From) is not { } kept)
            {
                return false;
            }

            Land(kept);
            return true;
        }
    }

    /// <summary>Goes on to the next timer. One that is far off, or none at all, is of somebody who waits in vain: the machine gets the time to prove otherwise.</summary>
    private async Task PassTimeAsync(Task news)
    {
        if (!(_clock.UntilNext < Far) && !await QuietAsync(news, rounds: 3_000).ConfigureAwait(false))
        {
            return;
        }

        if (_clock.Jump())
        {
            _pauses++;
            return;
        }

        lock (_gate)
        {
            _stopped = true;
            _exhausted.TrySetResult();
        }
    }

    /// <summary>Whether a while passes, and the thread pool gets through what it had, without a request coming in.</summary>
    private static async Task<bool> QuietAsync(Task news, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            if (await Task.WhenAny(news, Task.Delay(1)).ConfigureAwait(false) == news)
            {
                return false;
            }

            for (var hop = 0; hop < 10; hop++)
            {
                await Task.Yield();
            }
        }

        return !news.IsCompleted;
    }

    private void Land(Waiting next)
    {
        _waiting.Remove(next);
        _clock.Advance(_step);
        MemoryAnswer answer;
        try
        {
            answer = next.Land();
        }
        catch (Exception failure)
        {
            next.Answer.SetException(failure);
            return;
        }

        _landed.Add(new(_landed.Count + 1, _clock.GetUtcNow(), next.Process, next.What, answer.Refusal?.Code ?? ""));
        next.Answer.SetResult(answer);
    }

    /// <summary>A number that depends on the seed and on a text alone (FNV-1a).</summary>
    private uint Drawn(string text)
    {
        var hash = 2166136261u ^ (uint)_seed;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        // The last characters have moved the low bits only.
        hash ^= hash >> 15;
        return unchecked(hash * 2246822519u) ^ (hash >> 13);
    }

    private sealed record Waiting(string Process, string What, uint Drawn, int From, Func<MemoryAnswer> Land)
    {
        public TaskCompletionSource<MemoryAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Landed(int Number, DateTimeOffset At, string Process, string What, string Refusal)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {At:HH:mm:ss.fff} {Process} {What}{(Refusal.Length > 0 ? $" -> {Refusal}" : "")}");
    }
}
