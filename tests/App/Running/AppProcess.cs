using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace PromoFunctions.App.Tests.Running;

/// <summary>
/// The App as a process of its own, on a free port and the data folder of an Azurite that the test owns. Killed when the
/// test ends, whatever happened.
/// </summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const string Listening = "Listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private HttpClient? _client;

    private AppProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>Validates and redeems.</summary>
    public Caller Storefront => As("storefront-local");

    /// <summary>Keeps campaigns and codes.</summary>
    public Caller Marketing => As("marketing-local");

    /// <summary>Posts claims.</summary>
    public Caller Helpdesk => As("helpdesk-local");

    /// <summary>Opens everything.</summary>
    public Caller Master => As("master-local");

    /// <summary>Where it listens.</summary>
    public Uri Address => Client.BaseAddress ?? throw new InvalidOperationException("The App does not listen yet.");

    /// <summary>All that it wrote so far, to either stream.</summary>
    public string Said => string.Join('\n', _said);

    private HttpClient Client => _client ?? throw new InvalidOperationException("The App does not listen yet.");

    /// <summary>Starts the App and waits until it listens.</summary>
    /// <param name="dataDirectory">What <c>--data</c> names.</param>
    /// <param name="demo">Whether the demo shop is loaded into an empty store.</param>
    /// <param name="settings">Environment variables, which win over every settings file.</param>
    public static async Task<AppProcess> StartAsync(string dataDirectory, bool demo = false, IReadOnlyDictionary<string, string>? settings = null)
    {
        var executable = typeof(AppProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "App").Value ?? "";
        var start = new ProcessStartInfo(
            executable + (OperatingSystem.IsWindows() ? ".exe" : ""),
            ["--port", "0", "--data", dataDirectory, .. demo ? Array.Empty<string>() : ["--no-demo"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var app = new AppProcess(Process.Start(start) ?? throw new InvalidOperationException("The App did not start."));
        try
        {
            app._client = new HttpClient { BaseAddress = await app.AddressAsync(), Timeout = Patience };
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A caller with that key; null for none.</summary>
    public Caller As(string? key) => new(Client, key);

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to end (SIGTERM) without waiting for it.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _reading;
        _client?.Dispose();
        _process.Dispose();
    }

    private async Task<Uri> AddressAsync()
    {
        var ended = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(_address.Task, ended).WaitAsync(Patience, TestContext.Current.CancellationToken) == ended)
        {
            await _reading;
            throw new InvalidOperationException($"The App ended before it listened: {Said}");
        }

        return await _address.Task;
    }

    private async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            _said.Enqueue(line);
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                _address.TrySetResult(new Uri(line[Listening.Length..].Split(' ')[0]));
            }
        }
    }
}
