using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Holds every reading of a lane up until it is told, so that a test sees what is answered without any.</summary>
internal sealed class UnreadLanes : FaultPlan
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the readings go on.</summary>
    public void Open() => _open.TrySetResult();

    public override Fault Next(int number, SentRequest request) =>
        request.Method == "GET" && request.IsOn("Lanes") && !_open.Task.IsCompleted ? Fault.Slow : Fault.None;

    public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => _open.Task.WaitAsync(cancellationToken);
}
