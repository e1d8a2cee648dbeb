using System.Diagnostics;
using System.Text;

namespace EmailCampaign.Testing.Processes;

/// <summary>A process of a test, with what it printed. Disposing kills it when it still runs.</summary>
public sealed class RunningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _ended;
    private readonly string _command;
    private readonly long _started;

    private RunningProcess(Process process, string command, long started)
    {
        _process = process;
        _command = command;
        _started = started;
        _ended = EndAsync();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Time since just before the process was started.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_started);

    public string Output => Text(_output);

    public string Error => Text(_error);

    /// <summary>Starts a program without a shell.</summary>
    public static RunningProcess Start(
        string program, IEnumerable<string> arguments, string directory, IEnumerable<KeyValuePair<string, string?>>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var began = Stopwatch.GetTimestamp();
        return new(Process.Start(start)!, $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}", began);
    }

    /// <summary>Waits until a line or a part of one was printed, on either stream.</summary>
    public Task PrintsAsync(string text, TimeSpan? limit = null) => Eventually.TrueAsync(
        () => Output.Contains(text, StringComparison.Ordinal) || Error.Contains(text, StringComparison.Ordinal)
            || (_ended.IsCompleted ? throw new InvalidOperationException($"It ended without printing \"{text}\". {this}") : false),
        () => $"\"{text}\" in {this}",
        limit);

    /// <summary>Waits for the end and the last of the output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan? limit = null)
    {
        await Eventually.TrueAsync(() => _ended.IsCompleted, () => $"still running: {this}", limit);
        await _ended;
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _ended;
    }

    /// <summary>Sends a signal by name, as in <c>TERM</c> or <c>INT</c>. Unix only.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    public override string ToString()
        => $"{_command}{(_ended.IsCompleted ? $" (exit code {_process.ExitCode})" : "")}\n--- output\n{Output}--- error\n{Error}";

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _ended;
        _process.Dispose();
    }

    private async Task EndAsync()
    {
        await Task.WhenAll(CopyAsync(_process.StandardOutput, _output), CopyAsync(_process.StandardError, _error));
        await _process.WaitForExitAsync();
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (to)
            {
                to.Append(line).Append('\n');
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
