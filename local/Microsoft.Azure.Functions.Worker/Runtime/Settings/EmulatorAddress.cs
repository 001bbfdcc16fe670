using System.Data.Common;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>Where the storage emulator that the runtime started, or joined, answers.</summary>
/// <param name="ConnectionString">The tables' full connection string.</param>
/// <param name="TablePort">The port of its table endpoint on the loopback address.</param>
internal sealed record EmulatorAddress(string ConnectionString, int TablePort)
{
    /// <summary>
    /// A setting's value, its emulator replaced by this one: <c>UseDevelopmentStorage=true</c>, and Service Bus's
    /// <c>UseDevelopmentEmulator=true</c>, whose queues the local packages keep in the same tables.
    /// </summary>
    public string Fill(string value)
    {
        if (value.Contains("UseDevelopmentStorage", StringComparison.OrdinalIgnoreCase) && Asks(value, "UseDevelopmentStorage"))
        {
            return ConnectionString;
        }

        return value.Contains("UseDevelopmentEmulator", StringComparison.OrdinalIgnoreCase) && Asks(value, "UseDevelopmentEmulator")
            ? ServiceBusConnectionString
            : value;
    }

    public string ServiceBusConnectionString
    {
        get
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
            return $"Endpoint=sb://127.0.0.1:{TablePort}/{parts["AccountName"]};SharedAccessKeyName={parts["AccountName"]};"
                + $"SharedAccessKey={parts["AccountKey"]};UseDevelopmentEmulator=true";
        }
    }

    private static bool Asks(string value, string keyword) =>
        value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(part => part.Equals($"{keyword}=true", StringComparison.OrdinalIgnoreCase));
}
