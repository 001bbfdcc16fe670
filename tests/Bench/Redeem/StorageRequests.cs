using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PromoFunctions.Bench.Redeem;

/// <summary>Counts this process's requests to storage, by table and method, and how long each kind took.</summary>
internal sealed class StorageRequests : IDisposable
{
    private readonly ConcurrentDictionary<string, (long Count, TimeSpan Time)> _requests = new(StringComparer.Ordinal);
    private readonly ActivityListener _listener;

    public StorageRequests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => _requests.AddOrUpdate(
                Kind(activity),
                (1, activity.Duration),
                (_, known) => (known.Count + 1, known.Time + activity.Duration)),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public long Total => _requests.Values.Sum(kind => kind.Count);

    /// <summary>Each kind a redemption, most frequent first.</summary>
    public string Text(int redemptions) => string.Join('\n', _requests.OrderByDescending(kind => kind.Value.Count).Select(kind => string.Create(
        CultureInfo.InvariantCulture,
        $"    {kind.Key,-28} {kind.Value.Count / (double)redemptions,6:F3} a redemption, {kind.Value.Time.TotalMilliseconds / kind.Value.Count,6:F1} ms each")));

    public void Dispose() => _listener.Dispose();

    /// <summary>A transaction goes to <c>$batch</c>, a row's address has its keys in brackets.</summary>
    private static string Kind(Activity activity)
    {
        var path = new Uri(activity.GetTagItem("url.full") as string ?? "http://unknown/").AbsolutePath;
        return $"{activity.GetTagItem("http.request.method")} {path[(path.LastIndexOf('/') + 1)..].Split('(')[0]}";
    }
}
