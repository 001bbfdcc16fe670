using System.Diagnostics;
using System.Text.Json;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Work;

namespace PromoFunctions.App.Health;

/// <summary>Something the service cannot work without.</summary>
public interface IDependencyProbe
{
    /// <summary>Its name in the answer.</summary>
    string Name { get; }

    /// <summary>Throws unless it answers.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>Says whether the service can do its work.</summary>
public sealed class HealthCheck(IEnumerable<IDependencyProbe> probes, IWorkBoard board, IAttemptJournal attempts, TimeProvider clock)
{
    /// <summary>How long a dependency may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// 200 when every dependency answers, else 503; with a row for each, one for each recurring work that ever ran, which makes nobody unhealthy,
    /// and how many attempts this process has left out of the journal.
    /// </summary>
    public async Task<Answer> HandleAsync(CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(probes.Select(probe => ProbeAsync(probe, cancellationToken))).ConfigureAwait(false);
        var healthy = rows.All(row => row.Answers);
        var work = healthy ? await WorkAsync(cancellationToken).ConfigureAwait(false) : [];
        var answer = new Answer(healthy ? 200 : 503, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", healthy ? "healthy" : "unhealthy");
            writer.WriteStartArray("dependencies");
            foreach (var (name, answers, milliseconds) in rows)
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteString("status", answers ? "healthy" : "unhealthy");
                writer.WriteNumber("milliseconds", milliseconds);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("work");
            foreach (var progress in work)
            {
                Write(writer, progress);
            }

            writer.WriteEndArray();
            writer.WriteNumber("attemptsDropped", attempts.Dropped);
            writer.WriteEndObject();
        });
        return healthy ? answer : answer.With("Retry-After", "5");
    }

    private static void Write(Utf8JsonWriter writer, WorkProgress progress)
    {
        writer.WriteStartObject();
        writer.WriteString("name", progress.Name);
        writer.WriteString("state", Vocabulary<WorkState>.Words[progress.State]);
        writer.WriteString("step", progress.Step);
        writer.WriteNumber("done", progress.Done);
        writer.WriteString("startedAt", progress.StartedAt);
        writer.WriteString("updatedAt", progress.UpdatedAt);
        writer.WriteEndObject();
    }

    private async Task<IReadOnlyList<WorkProgress>> WorkAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await board.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Storage answered the probe a moment ago: that is what is asked.
            return [];
        }
    }

    private async Task<(string Name, bool Answers, long Milliseconds)> ProbeAsync(IDependencyProbe probe, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var answers = true;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await probe.ProbeAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the dependency does not answer: that is what a health check is asked.
            answers = false;
        }

        return (probe.Name, answers, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}
