using System.Text.Json;
using System.Text.RegularExpressions;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>What follows an answer and is no part of it: told by its rows, since it may begin before the answer is out and end long after.</summary>
internal static partial class Aftermath
{
    /// <summary>Whether no answer waits for a request: the outbox's inserts, the deletion of what it has delivered, and the note in a code's row that it is used.</summary>
    public static bool Has(SentRequest request)
    {
        if (request.IsTransaction)
        {
            return request.IsOn("Lanes") && OnlyForgets(request.Body);
        }

        return request.IsOn("Codes") ? request.Method == "PATCH" && SettlesCode(request.Body)
            : request.Method == "POST" && (request.IsOn("Journal") || request.IsOn("History") || (request.IsOn("Orders") && Follows(request.Body)));
    }

    /// <summary>The requests of an answer.</summary>
    public static IReadOnlyList<RecordedRequest> Without(IEnumerable<RecordedRequest> sent) => [.. sent.Where(each => !Has(each.Request))];

    /// <summary>Ends when nothing is undecided or undelivered in the lanes of these campaigns, which have one each.</summary>
    /// <param name="tables">Of a process that is not counted.</param>
    /// <param name="campaigns">The campaigns.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task DeliveredAsync(PromoTables tables, IEnumerable<string> campaigns, CancellationToken cancellationToken) =>
        DeliveredAsync(tables, campaigns, null, cancellationToken);

    /// <summary>The same, or that the process is dead which would deliver it.</summary>
    public static async Task DeliveredAsync(PromoTables tables, IEnumerable<string> campaigns, FaultGate? mayDie, CancellationToken cancellationToken)
    {
        foreach (var lane in campaigns.Select(campaign => new LaneKey(campaign, 0).Partition))
        {
            // What is prepared becomes an outbox row in one transaction: it is not missed between the two looks.
            while (mayDie is not { Stopped: true }
                && (await tables.Lanes.RowsAsync(lane, LaneKey.PendingPrefix, cancellationToken).AnyAsync(cancellationToken)
                    || await tables.Lanes.RowsAsync(lane, LaneKey.OutboxPrefix, cancellationToken).AnyAsync(cancellationToken)))
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    /// <summary>The decision of an order of one lane, whose commit is the lane's transaction; or the mark that a lane has booked a refund.</summary>
    private static bool Follows(string body)
    {
        var row = JsonDocument.Parse(body).RootElement;
        var key = row.GetProperty("RowKey").GetString() ?? "";
        return key.StartsWith("f|", StringComparison.Ordinal)
            || (row.TryGetProperty("Committed", out var committed) && committed.GetBoolean() && row.GetProperty("Lanes").GetString()?.Contains(' ', StringComparison.Ordinal) == false);
    }

    private static bool SettlesCode(string body)
    {
        var row = JsonDocument.Parse(body).RootElement;
        return !row.TryGetProperty(CodeRow.TakenBy, out _) && row.TryGetProperty(CodeRow.SettledBy, out var by) && OrderKey.Parse(by.GetString() ?? "") is not null;
    }

    /// <summary>Whether a transaction changes nothing but the head and deletes what was delivered.</summary>
    private static bool OnlyForgets(string body)
    {
        var rows = Actions().Matches(body).Select(action => (Method: action.Groups[1].Value, Row: Uri.UnescapeDataString(action.Groups[2].Value))).ToList();
        return rows.Count > 1 && rows.Skip(1).All(action => action.Method == "DELETE" && action.Row.Contains($"RowKey='{LaneKey.OutboxPrefix}", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^([A-Z]+) (\S+) HTTP/1\.1\r?$", RegexOptions.Multiline)]
    private static partial Regex Actions();
}
