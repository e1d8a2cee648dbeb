using System.CommandLine;
using EmailCampaign.Accounts;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Commands;

/// <summary><c>providers check [NAME]...</c></summary>
internal static class ProvidersCheckCommand
{
    public static Command Create(CommandRun run)
    {
        var names = new Argument<string[]>("NAME") { Description = "Accounts to ask (default: those that have settings).", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "Asks accounts whether they would send, by the cheapest call that sends nothing.") { names };
        run.Attach(command, async (parse, settings, token) =>
        {
            var terminal = run.Console.Terminal;
            var reading = run.Console.Connector.ReadSettings(settings);
            if (reading is not SettingsReading.Read { Accounts: var accounts })
            {
                terminal.Message(((SettingsReading.Bad)reading).Message);
                return ExitCode.Usage;
            }

            return await DeskRun.OverAsync(
                run.Console, settings, accounts, desk => AskAsync(run.Console, settings, desk, parse.GetValue(names) ?? [], token), token);
        });
        return command;
    }

    private static async Task<int> AskAsync(ConsoleContext console, GlobalSettings settings, IProviderDesk desk, string[] given, CancellationToken token)
    {
        var exitCode = ExitCode.Done;
        foreach (var name in given.Length > 0 ? given : await desk.GetNamesAsync())
        {
            var state = await desk.AskAsync(name, token);
            if (!state.Asked)
            {
                console.Terminal.Message(state.Sentence);
                exitCode = ExitCode.Usage;
                continue;
            }

            console.Terminal.Result(settings.Json ? AccountJson.Of(state) : $"{KebabNames.Of(state.Status),-8}{state.Account}: {state.Sentence}");
            if (state.Status != AccountStatus.Ready && exitCode == ExitCode.Done)
            {
                exitCode = ExitCode.Flawed;
            }
        }

        return exitCode;
    }
}
