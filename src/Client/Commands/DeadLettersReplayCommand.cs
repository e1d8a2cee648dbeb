using System.CommandLine;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Launching;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Client.Commands;

/// <summary><c>dead-letters replay ID [--reason R] [--email A [--new-email B]] [--in-doubt] [--rate 5/s]</c></summary>
internal static class DeadLettersReplayCommand
{
    public static Command Create(CommandRun run)
    {
        var options = new DeadLetterOptions();
        var rate = Arguments.Text("--rate", "RATE", "Most mails per time from now on, as 5/s.");
        var newEmail = Arguments.Text("--new-email", "ADDRESS", "The right address of the recipient that --email names.");
        var noWatch = Arguments.Flag("--no-watch", "Show no progress.");
        var command = new Command("replay", "Sends dead letters again, each as a new message.") { rate, newEmail, noWatch };
        options.AddTo(command);
        run.Attach(command, (parse, settings, token) =>
        {
            var problems = new ProblemList();
            var filter = problems.Take(options.Read(parse));
            var perSecond = problems.TakeOptional(parse.GetValue(rate), RateText.Parse);
            var id = problems.Take(CampaignIdText.Parse(parse.GetRequiredValue(options.Id)));
            var corrected = parse.GetValue(newEmail) is { } typed ? problems.Take(Correct(typed, filter)) : null;
            return filter is null || id is null || problems.All.Count > 0
                ? Task.FromResult(run.Console.Terminal.Refused(problems))
                : new Replay(run.Console, settings).RunAsync(
                    id,
                    new ReplayRequest { Filter = filter, RatePerSecond = perSecond, CorrectedAddress = corrected },
                    watch: !parse.GetValue(noWatch),
                    token);
        });
        return command;
    }

    private static Parsed<string> Correct(string typed, DeadLetterFilter? filter)
    {
        if (filter?.Email is null)
        {
            return Parsed<string>.Wrong("--new-email needs --email, which names the one recipient whose address was wrong.");
        }

        var check = AddressRules.Check(typed);
        return check.Address is { } address
            ? Parsed<string>.Of(address)
            : Parsed<string>.Wrong($"The address of --new-email, '{typed}', cannot be used: {check.Problem?.Describe()}.");
    }
}
