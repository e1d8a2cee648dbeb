using System.CommandLine;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Quotas;

namespace EmailCampaign.Client.Commands;

/// <summary><c>limits show|set|reset ACCOUNT</c></summary>
internal static class LimitsCommand
{
    public static Command Create(CommandRun run)
        => new("limits", "How many mails may go through an account, over all silos together.") { Show(run), Set(run), Reset(run) };

    private static Command Show(CommandRun run)
    {
        var account = Account();
        var command = new Command("show", "The limits that hold, and what is used of them.") { account };
        run.Attach(command, (parse, settings, token)
            => OverAsync(run.Console, settings, parse.GetRequiredValue(account), static (connection, name) => connection.GetAccountAsync(name), token));
        return command;
    }

    private static Command Set(CommandRun run)
    {
        var account = Account();
        var perSecond = Arguments.Text("--per-second", "N", "Mails a second, evenly spaced; 'none' lifts the limit.");
        var perMinute = Arguments.Text("--per-minute", "N", "Mails in any minute.");
        var perHour = Arguments.Text("--per-hour", "N", "Mails in any hour.");
        var perDay = Arguments.Text("--per-day", "N", "Mails in any 24 hours.");
        var domains = new Option<string[]>("--domain")
        {
            Description = "Mails a second to a domain, or to each that is not named with 'default'; may be repeated.",
            HelpName = "DOMAIN=N",
            DefaultValueFactory = static _ => [],
        };
        var command = new Command("set", "Sets limits in place of the configured ones, until 'reset'; what is sending follows at once.")
        {
            account, perSecond, perMinute, perHour, perDay, domains,
        };
        run.Attach(command, (parse, settings, token) =>
        {
            var changes = LimitText.Parse(
                [
                    (LimitKind.PerSecond, "--per-second", parse.GetValue(perSecond)),
                    (LimitKind.PerMinute, "--per-minute", parse.GetValue(perMinute)),
                    (LimitKind.PerHour, "--per-hour", parse.GetValue(perHour)),
                    (LimitKind.PerDay, "--per-day", parse.GetValue(perDay)),
                ],
                parse.GetValue(domains) ?? []);
            if (changes.Problem is { } problem)
            {
                run.Console.Terminal.Message(problem);
                return Task.FromResult(ExitCode.Usage);
            }

            return OverAsync(
                run.Console, settings, parse.GetRequiredValue(account), (connection, name) => connection.ChangeLimitsAsync(name, changes.Value!), token);
        });
        return command;
    }

    private static Command Reset(CommandRun run)
    {
        var account = Account();
        var command = new Command("reset", "Goes back to the configured limits, and forgets that the account asked to slow down.") { account };
        run.Attach(command, (parse, settings, token)
            => OverAsync(run.Console, settings, parse.GetRequiredValue(account), static (connection, name) => connection.ResetLimitsAsync(name), token));
        return command;
    }

    private static Argument<string> Account() => new("ACCOUNT") { Description = "Name of the provider account." };

    private static Task<int> OverAsync(
        ConsoleContext console, GlobalSettings settings, string account, Func<ICampaignConnection, string, Task<AccountView>> call, CancellationToken token)
        => ConnectedRun.OverAsync(
            console,
            settings,
            async connection =>
            {
                var name = account.Trim().ToLowerInvariant();
                var known = await connection.Desk.GetNamesAsync();
                if (!known.Contains(name))
                {
                    console.Terminal.Message($"There is no account '{account}' with settings; there are: {string.Join(", ", known)}.");
                    return ExitCode.Usage;
                }

                AccountOutput.Print(console, settings, await call(connection, name));
                return ExitCode.Done;
            },
            token);
}
