using System.Buffers;
using System.Text.Json;
using Azure.Core.Pipeline;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>
/// Table Storage in memory, for tests that need far more of it than an emulator gives: what <c>local/Azure.Data.Tables</c> sends is
/// answered as Azure answers it, status, error code and failing index included; anything else throws.
/// </summary>
/// <remarks>A request takes effect at one instant, under one lock, and no answer comes before its sender has let go of its thread.</remarks>
/// <param name="order">Which of several waiting requests lands next; null for first come.</param>
public sealed class MemoryTables(LandingOrder? order = null)
{
    /// <summary>For the clients' constructors: any name and key will do, since <see cref="Transport"/> asks for none.</summary>
    public const string ConnectionString = "AccountName=memory;AccountKey=bWVtb3J5;TableEndpoint=https://memory.invalid";
    private readonly SortedDictionary<string, MemoryTable> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private DateTime _written;

    /// <summary>The way here for the clients of one process; put it into <c>TableClientOptions.Transport</c>.</summary>
    /// <param name="process">The process's name in the order of landings.</param>
    public HttpPipelineTransport Transport(string process) => new MemoryTransport(this, process, order);

    /// <summary>Does what a request asks.</summary>
    internal MemoryAnswer Answer(MemoryRequest request)
    {
        lock (_gate)
        {
            return request.Table switch
            {
                "Tables" => OnTables(request),
                "$batch" => Submit(request),
                _ => _tables.TryGetValue(request.Table, out var table) ? table.Answer(request) : MemoryAnswer.TableNotFound,
            };
        }
    }

    private MemoryAnswer OnTables(MemoryRequest request)
    {
        switch (request)
        {
            case { Method: "POST", Keys: null }:
                using (var body = JsonDocument.Parse(request.Body))
                {
                    var name = body.RootElement.GetProperty("TableName").GetString() ?? "";
                    return _tables.TryAdd(name, new(Stamp)) ? new(201, "Created") { Body = [.. request.Body.Span] } : MemoryAnswer.TableExists;
                }

            case { Method: "DELETE", Keys: { } key }:
                return _tables.Remove(MemoryRequest.Quoted(key, 0, out _)) ? MemoryAnswer.NoContent : MemoryAnswer.NotFound;
            case { Method: "GET", Keys: null } when !request.Query.ContainsKey("$filter") && !request.Query.ContainsKey("$top"):
                var buffer = new ArrayBufferWriter<byte>();
                JsonSerializer.Serialize(new Utf8JsonWriter(buffer), new { value = _tables.Keys.Select(name => new { TableName = name }) });
                return new(200, "OK") { Body = buffer.WrittenSpan.ToArray() };
            default:
                throw new NotSupportedException($"Nothing that this project sends: {request}");
        }
    }

    /// <summary>All actions or none: the rows that they were to change are put back when one fails.</summary>
    private MemoryAnswer Submit(MemoryRequest request)
    {
        var actions = request.Actions;
        if (MemoryTransaction.Refusal(actions, request.Body.Length) is { } refusal)
        {
            return refusal;
        }

        if (!_tables.TryGetValue(actions[0].Table, out var table))
        {
            return MemoryTransaction.Answer([MemoryAnswer.TableNotFound.OfAction(0)]);
        }

        var before = new List<(string Partition, string Row, MemoryRow? Standing)>(actions.Count);
        var parts = new List<MemoryAnswer>(actions.Count);
        foreach (var action in actions)
        {
            var (partition, row) = MemoryTransaction.KeysOf(action);
            before.Add((partition, row, table.Find(partition, row)));
            var part = table.Answer(action);
            if (part.Failed)
            {
                before.ForEach(each => table.Restore(each.Partition, each.Row, each.Standing));
                return MemoryTransaction.Answer([part.OfAction(parts.Count)]);
            }

            parts.Add(part);
        }

        return MemoryTransaction.Answer(parts);
    }

    /// <summary>The machine's time, or the tick after the last write's.</summary>
    private DateTime Stamp()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return _written = now > _written ? now : _written.AddTicks(1);
    }
}
