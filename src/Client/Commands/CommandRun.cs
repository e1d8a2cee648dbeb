using System.CommandLine;
using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Commands;

/// <summary>The edge around every command: what a person reads when it does not go as planned.</summary>
internal sealed class CommandRun(ConsoleContext console, GlobalOptions global)
{
    public ConsoleContext Console => console;

    public void Attach(Command command, Func<ParseResult, GlobalSettings, CancellationToken, Task<int>> action)
        => command.SetAction((parse, _) => global.Problem(parse) is { } problem
            ? Task.FromResult(Say(ExitCode.Usage, problem))
            : RunAsync(global.Read(parse), (settings, token) => action(parse, settings, token)));

    private async Task<int> RunAsync(GlobalSettings settings, Func<GlobalSettings, CancellationToken, Task<int>> action)
    {
        try
        {
            return await action(settings, console.Interruption.Token);
        }
        catch (OperationCanceledException) when (console.Interruption.Requested)
        {
            return ExitCode.Interrupted;
        }
        catch (SiloLostException lost)
        {
            return Say(ExitCode.Unreachable, lost.Message);
        }
        catch (TimeoutException)
        {
            return Say(ExitCode.Unreachable, "The silo did not answer in time; the command may or may not have run. "
                + "'campaign status ID' says, and giving the command again does no harm.");
        }
        catch (Exception error) when (error is (IOException and not EndOfStreamException) or UnauthorizedAccessException)
        {
            return Say(ExitCode.Usage, error.Message);
        }
        catch (Exception error) when (StoreFault.Of(error) is { } fault)
        {
            return Say(ExitCode.Unreachable, $"The store in {settings.DataDirectory} cannot be used ({fault}). What it has is kept: once that is put right, "
                + "'campaign resume ID FILE' finishes an import, and any other command can be given again.");
        }
        catch (Exception error)
        {
            // The last line of defence: a person gets one sentence, the log the details.
            var log = CrashLog.Write(settings.DataDirectory, error, console.Clock);
            return Say(ExitCode.Unexpected, $"Something went wrong that should not have ({error.GetType().Name}); the details are in {log}.");
        }
    }

    private int Say(int exitCode, string message)
    {
        console.Terminal.Message(message);
        return exitCode;
    }
}
