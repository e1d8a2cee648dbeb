using Spectre.Console;

namespace EmailCampaign.Client.Terminals;

/// <summary>Where the console writes: results to <paramref name="output"/>, messages to <paramref name="error"/>.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="interactive">Whether a person looks at standard output: tables and bars instead of plain lines.</param>
/// <param name="input">Where a person types answers; null when there is nobody to ask.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool interactive, TextReader? input = null)
{
    // The progress of a launch, a drain message and a notice may come from different threads.
    private readonly Lock _gate = new();
    private bool _mute;

    public bool Interactive => interactive;

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk => input is not null;

    /// <summary>Tables and bars; only meant for an interactive terminal.</summary>
    public IAnsiConsole Ansi { get; init; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
        Out = new AnsiConsoleOutput(output),
    });

    /// <summary>Writes a line of the result.</summary>
    public void Result(string line)
    {
        lock (_gate)
        {
            output.WriteLine(Printable.Of(line));
        }
    }

    /// <summary>Writes a line about something that goes on whether it is read or not: the sending of a campaign.</summary>
    /// <remarks>A full disk or a closed pipe must not stop that; it is said once.</remarks>
    public void Report(string line)
    {
        try
        {
            Result(line);
        }
        catch (IOException fault) when (!_mute)
        {
            _mute = true;
            Message($"Nothing more can be written to standard output ({fault.Message.TrimEnd('.')}); what it is about goes on.");
        }
        catch (IOException)
        {
            // It has been said.
        }
    }

    /// <summary>Writes a piece of a result that brings its own line ends, such as a CSV.</summary>
    public void ResultText(string text)
    {
        lock (_gate)
        {
            output.Write(Printable.Of(text));
        }
    }

    /// <summary>Writes a line for the person at the console: a warning, an error, what is waited for.</summary>
    /// <remarks>A terminal that was closed must not stop what the message is about.</remarks>
    public void Message(string line)
    {
        lock (_gate)
        {
            try
            {
                error.WriteLine(Printable.Of(line));
            }
            catch (IOException)
            {
                // Nobody is left to read it.
            }
        }
    }

    /// <summary>Asks the person at the console.</summary>
    /// <returns>The line that was typed, without spaces around it; empty when there is nobody to ask.</returns>
    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            return "";
        }

        lock (_gate)
        {
            error.Write(Printable.Of(question));
            error.Flush();
        }

        // A console's reader blocks its thread until a line is there; an interruption must not wait for it.
        return (await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken))?.Trim() ?? "";
    }

    public static Terminal Standard() => new(
        Console.Out, Console.Error, !Console.IsOutputRedirected, Console.IsInputRedirected || Console.IsErrorRedirected ? null : Console.In);
}
