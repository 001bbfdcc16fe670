namespace Azure.Messaging.ServiceBus;

/// <summary>Wakes the receivers of this process that wait for a queue, when this process has put something into it.</summary>
internal sealed class QueueSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next pulse. Taken before looking into the queue, so that no pulse falls between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
