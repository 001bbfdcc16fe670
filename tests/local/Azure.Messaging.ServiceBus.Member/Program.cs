using Azure.Messaging.ServiceBus;

// Another process on a queue: says the id of each message that it has received, completes it unless told to hold it, and
// leaves once its input has ended and the queue is empty.
await using var client = new ServiceBusClient(args[0]);
await using var receiver = client.CreateReceiver(args[1]);
var hold = args[2] == "hold";

// The console's own asynchronous reading blocks.
var inputEnded = Task.Run(Console.In.ReadToEnd);
Console.WriteLine("ready");
while (true)
{
    var messages = await receiver.ReceiveMessagesAsync(8, TimeSpan.FromSeconds(1));
    if (messages.Count == 0 && inputEnded.IsCompleted)
    {
        return;
    }

    foreach (var message in messages)
    {
        if (!hold)
        {
            await receiver.CompleteMessageAsync(message);
        }

        Console.WriteLine(message.MessageId);
    }
}
