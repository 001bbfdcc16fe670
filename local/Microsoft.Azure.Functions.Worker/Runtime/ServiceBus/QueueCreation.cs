using Azure;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>Makes the queues that infra/queues.json describes. In Azure the deployment does it.</summary>
internal static class QueueCreation
{
    /// <exception cref="StartupException">A queue cannot be made as described.</exception>
    public static async Task EnsureAsync(string connectionString, IReadOnlyList<QueueDescription> queues, CancellationToken cancellationToken)
    {
        if (queues.Count == 0)
        {
            return;
        }

        var client = new ServiceBusAdministrationClient(connectionString);
        foreach (var queue in queues)
        {
            try
            {
                await client.CreateQueueAsync(Options(queue), cancellationToken);
            }
            catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.MessagingEntityAlreadyExists)
            {
                // An earlier start, or another process, made it.
            }
            catch (Exception e) when (e is ArgumentException or ServiceBusException or RequestFailedException)
            {
                throw new StartupException($"The queue {queue.Name} of queues.json cannot be made: {e.Message}", innerException: e);
            }
        }
    }

    private static CreateQueueOptions Options(QueueDescription queue)
    {
        var options = new CreateQueueOptions(queue.Name)
        {
            LockDuration = queue.LockDuration,
            MaxDeliveryCount = queue.MaxDeliveryCount,
            RequiresDuplicateDetection = queue.RequiresDuplicateDetection,
            DeadLetteringOnMessageExpiration = queue.DeadLetteringOnMessageExpiration,
        };
        if (queue.DuplicateDetectionHistoryTimeWindow is { } window)
        {
            options.DuplicateDetectionHistoryTimeWindow = window;
        }

        if (queue.DefaultMessageTimeToLive is { } timeToLive)
        {
            options.DefaultMessageTimeToLive = timeToLive;
        }

        return options;
    }
}
