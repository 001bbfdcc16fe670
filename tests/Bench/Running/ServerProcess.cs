using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace PromoFunctions.Bench.Running;

/// <summary>A server as a process of its own, which says where it listens. Ends with the benchmark.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "Listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        _ = ReadAsync(process.StandardOutput);
        _ = ReadAsync(process.StandardError);
    }

    /// <summary>Each line that it writes, as it comes.</summary>
    public event Action<string>? Says;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The App, with an empty shop in that folder.</summary>
    public static Task<ServerProcess> AppAsync(string dataDirectory) => AppAsync(dataDirectory, new Dictionary<string, string>());

    /// <summary>The App, with these variables in its environment, which win over every settings file.</summary>
    public static Task<ServerProcess> AppAsync(string dataDirectory, IReadOnlyDictionary<string, string> environment)
    {
        var executable = typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "App").Value ?? "";
        return StartAsync(executable + (OperatingSystem.IsWindows() ? ".exe" : ""), environment, "--port", "0", "--data", dataDirectory, "--no-demo");
    }

    /// <summary>This program in another role.</summary>
    public static Task<ServerProcess> SelfAsync(params string[] arguments) =>
        StartAsync(Environment.ProcessPath ?? throw new InvalidOperationException("The program does not know where it is."), new Dictionary<string, string>(), arguments);

    public int ProcessId => _process.Id;

    /// <summary>The processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it has in use now, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, so that the App stops its storage, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await kill.WaitForExitAsync();
            }

            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
    }

    private static async Task<ServerProcess> StartAsync(string executable, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException($"{executable} did not start."));
        try
        {
            var ended = server._process.WaitForExitAsync();
            if (await Task.WhenAny(server._address.Task, ended).WaitAsync(Patience) == ended)
            {
                throw new InvalidOperationException($"{executable} ended before it listened: {string.Join('\n', server._said)}");
            }

            server.Address = await server._address.Task;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            _said.Enqueue(line);
            Says?.Invoke(line);
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                _address.TrySetResult(new Uri(line[Listening.Length..].Split(' ')[0]));
            }
        }
    }
}
