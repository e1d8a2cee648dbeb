using System.CommandLine;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Mail.Sending;

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

            if (settings.Cluster is not null)
            {
                terminal.Message((await accounts.AskAsync("", token)).Sentence);
                return ExitCode.Usage;
            }

            var given = parse.GetValue(names) ?? [];
            var exitCode = ExitCode.Done;
            foreach (var name in given.Length > 0 ? given : accounts.Names)
            {
                if (accounts.Problem(name) is { } problem)
                {
                    terminal.Message(problem);
                    exitCode = ExitCode.Usage;
                    continue;
                }

                var state = await accounts.AskAsync(name, token);
                terminal.Result(settings.Json ? AccountJson.Of(name, state) : $"{KebabNames.Of(state.Status),-8}{name}: {state.Sentence}");
                if (state.Status != ProviderAccountStatus.Ready && exitCode == ExitCode.Done)
                {
                    exitCode = ExitCode.Flawed;
                }
            }

            return exitCode;
        });
        return command;
    }
}
