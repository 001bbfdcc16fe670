using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Kill;

/// <summary>Apps on one data folder that are asked, and die; others stand by to take their places, since one that starts takes longer than a second.</summary>
internal sealed class MortalApps : IAsyncDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly List<Task> _dying = [];
    private readonly string _folder;
    private readonly Task<ServerProcess>[] _apps;
    private readonly Task<ServerProcess>[] _standby;
    private int _next;

    private MortalApps(string folder, int count, int standby)
    {
        _folder = folder;
        _apps = [.. Enumerable.Range(0, count).Select(_ => ServerProcess.AppAsync(folder))];
        _standby = [.. Enumerable.Range(0, standby).Select(_ => ServerProcess.AppAsync(folder))];
        _client.DefaultRequestHeaders.Add("x-functions-key", "master-local");
    }

    public int Kills { get; private set; }

    public static async Task<MortalApps> StartAsync(string folder, int count, int standby)
    {
        var apps = new MortalApps(folder, count, standby);
        await apps.AllUpAsync();
        return apps;
    }

    public Task AllUpAsync() => Task.WhenAll([.. _apps, .. _standby, .. _dying]);

    /// <summary>Kills the next one in turn, and another takes its place at once when one stands by. One that is still rising is passed over.</summary>
    public void KillOne()
    {
        for (var tries = 0; tries < _apps.Length; tries++)
        {
            var place = _next++ % _apps.Length;
            if (_apps[place].IsCompletedSuccessfully)
            {
                var killed = KillAsync(_apps[place]);
                var ready = Array.FindIndex(_standby, standby => standby.IsCompletedSuccessfully);
                if (ready >= 0)
                {
                    _apps[place] = _standby[ready];
                    _standby[ready] = RiseAsync(killed);
                }
                else
                {
                    _apps[place] = RiseAsync(killed);
                }

                _dying.Add(killed);
                Kills++;
                return;
            }
        }
    }

    /// <summary>Sends to the App in that place, once.</summary>
    /// <exception cref="HttpRequestException">It died before it answered, or is not up.</exception>
    public async Task<(int Status, string Text)> SendAsync(int place, HttpMethod method, string path, JsonNode? body)
    {
        var app = await _apps[place % _apps.Length];
        using var request = new HttpRequestMessage(method, new Uri(app.Address, path));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        }

        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends and wants a success.</summary>
    /// <exception cref="InvalidDataException">It was none.</exception>
    public async Task<string> MustAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var (status, text) = await SendAsync(0, method, path, body);
        return status is >= 200 and < 300 ? text : throw new InvalidDataException($"{method} {path}: {status} {text}");
    }

    /// <summary>Runs a timer function.</summary>
    public Task RunAsync(string function) => MustAsync(HttpMethod.Post, "/admin/functions/" + function, new JsonObject());

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Concat(_standby))
        {
            await (await app).DisposeAsync();
        }

        _client.Dispose();
    }

    private static async Task KillAsync(Task<ServerProcess> killed)
    {
        var app = await killed;
        await app.KillAsync();
        await app.DisposeAsync();
    }

    private async Task<ServerProcess> RiseAsync(Task killed)
    {
        await killed;
        return await ServerProcess.AppAsync(_folder);
    }
}
