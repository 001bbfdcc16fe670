using System.Globalization;

namespace PromoFunctions.Bench.Faults;

/// <summary>What callers saw while a fault lasted.</summary>
internal sealed class Seen
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SortedDictionary<string, int>> _answers = new(StringComparer.Ordinal);
    private readonly List<Task> _sent = [];

    public TimeSpan Slowest { get; private set; }

    /// <summary>Who posted a claim that was accepted, by e-mail.</summary>
    public List<string> Claimants { get; } = [];

    public void Send(Task sent)
    {
        lock (_gate)
        {
            _sent.Add(sent);
        }
    }

    public Task AnsweredAsync() => Task.WhenAll(_sent);

    public void Add(string what, string answer, TimeSpan took)
    {
        lock (_gate)
        {
            if (!_answers.TryGetValue(what, out var answers))
            {
                _answers[what] = answers = new(StringComparer.Ordinal);
            }

            answers[answer] = answers.GetValueOrDefault(answer) + 1;
            Slowest = took > Slowest ? took : Slowest;
        }
    }

    public void Claimed(string email)
    {
        lock (_gate)
        {
            Claimants.Add(email);
        }
    }

    /// <summary>Answers that a caller was not promised while this fault lasts.</summary>
    public IEnumerable<string> Surprises(IReadOnlySet<string> promised) =>
        from call in _answers
        from answer in call.Value
        where !promised.Contains(answer.Key)
        select string.Create(CultureInfo.InvariantCulture, $"{call.Key} was answered {answer.Key} {answer.Value} times");

    /// <summary>Such as <c>claim 202 ×8; redeem 201 ×3, 503 ×5</c>.</summary>
    public override string ToString() => string.Join("; ", _answers.Select(call =>
        call.Key + " " + string.Join(", ", call.Value.Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Key} ×{answer.Value}")))));
}
