using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Threading.Channels;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Hosting;

/// <summary>The sample app as a process of its own. Killed when the test ends, whatever happened.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly Task<string> errors;
    private readonly Task reading;

    private SampleProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
        reading = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                lines.Writer.TryWrite(line);
            }

            lines.Writer.Complete();
        });
    }

    public static SampleProcess Start(IEnumerable<string> arguments, string? path = null, (string Name, string Value)? setting = null)
    {
        var executable = typeof(SampleProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SampleApp").Value ?? "";

        // Whoever starts the tests in the background has them, and all that they start, ignore Ctrl-C: coreutils' env undoes that. It becomes what it starts.
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", executable, .. arguments])
            : new ProcessStartInfo(executable + (OperatingSystem.IsWindows() ? ".exe" : ""), arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        if (setting is var (name, value))
        {
            start.Environment[name] = value;
        }

        return new SampleProcess(Process.Start(start) ?? throw new InvalidOperationException("The process did not start."));
    }

    /// <summary>Waits for a line that begins so, and returns the rest of it.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        using var limit = Limit();
        await foreach (var line in lines.Reader.ReadAllAsync(limit.Token))
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line[beginning.Length..];
            }
        }

        throw new InvalidOperationException($"The process ended without saying '{beginning}': {await errors}");
    }

    /// <summary>Waits until it listens, and returns its address.</summary>
    public async Task<Uri> AddressAsync() => new((await LineAsync("Listening on ")).Split(' ')[0]);

    public async Task<(int Code, string Output, string Errors)> ExitAsync()
    {
        using var limit = Limit();
        await process.WaitForExitAsync(limit.Token);
        await reading;
        var output = new List<string>();
        while (lines.Reader.TryRead(out var line))
        {
            output.Add(line);
        }

        return (process.ExitCode, string.Join('\n', output), await errors);
    }

    public void Kill() => process.Kill();

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        return limit;
    }
}
