using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Watching;

namespace EmailCampaign.Client.Launching;

/// <summary>Checks a launch, creates the campaign, stores its contacts, and watches it.</summary>
internal sealed class Launch(ConsoleContext console, GlobalSettings settings)
{
    private const int LastNumber = 99;

    public async Task<int> RunAsync(LaunchOptions options, CancellationToken cancellationToken)
    {
        var reading = console.Connector.ReadSettings(settings);
        if (reading is SettingsReading.Read { Accounts: var accounts })
        {
            return await CheckedAsync(options, accounts, cancellationToken);
        }

        console.Terminal.Message(((SettingsReading.Bad)reading).Message);
        return ExitCode.Usage;
    }

    private async Task<int> CheckedAsync(LaunchOptions options, IProviderAccounts accounts, CancellationToken cancellationToken)
    {
        switch (await new LaunchCheck(accounts, console.Clock).RunAsync(options, cancellationToken))
        {
            case LaunchReview.Refused refused:
                foreach (var problem in refused.Problems)
                {
                    console.Terminal.Message(problem);
                }

                return ExitCode.Usage;
            case LaunchReview.Ready { Plan: var plan }:
                foreach (var warning in plan.Warnings)
                {
                    console.Terminal.Message(warning);
                }

                return options.DryRun
                    ? await DryRunAsync(options, plan, cancellationToken)
                    : await SendAsync(options, plan, accounts, cancellationToken);
            default:
                throw new InvalidOperationException("A review has two results.");
        }
    }

    private async Task<int> DryRunAsync(LaunchOptions options, LaunchPlan plan, CancellationToken cancellationToken)
    {
        var report = await new RowCheck(options.Contacts, plan.Definition.Contacts, plan.Template).RunAsync(cancellationToken);
        ReportOutput.Write(console.Terminal, settings, plan.Definition.Contacts, report);
        console.Terminal.Message($"Dry run of '{plan.Definition.Id}': everything was checked, nothing was stored or sent.");
        return report.IsFlawed ? ExitCode.Flawed : ExitCode.Done;
    }

    private async Task<int> SendAsync(
        LaunchOptions options, LaunchPlan plan, IProviderAccounts accounts, CancellationToken cancellationToken)
    {
        var (session, exitCode) = await CampaignSession.OpenAsync(console, settings, sends: true, cancellationToken);
        if (session is null)
        {
            return exitCode;
        }

        await using (session)
        {
            var (id, created) = await CreateAsync(session.Connection, plan.Definition, idIsMade: options.Id is null);
            if (!created.IsDone)
            {
                return console.Terminal.Refused(id, created.Refusal, created.Message);
            }

            return await new Sending(console, settings, session, accounts)
                .ImportAndWatchAsync(id, new ContactUpload(options.Contacts, plan.Definition.Contacts), options.Watch, resumes: false, cancellationToken);
        }
    }

    // An id that was made from the name and the day gives way to a campaign that has it already; one that was typed does not.
    private async Task<(string Id, CommandResult Result)> CreateAsync(
        ICampaignConnection connection, CampaignDefinition definition, bool idIsMade)
    {
        var id = definition.Id;
        var result = await connection.CreateAsync(definition);
        for (var number = 2; idIsMade && result.Refusal == CommandRefusal.IdTaken && number <= LastNumber; number++)
        {
            id = CampaignIdText.Make(definition.Name, console.Clock.GetLocalNow(), number);
            result = await connection.CreateAsync(definition with { Id = id });
        }

        if (result.IsDone && id != definition.Id)
        {
            console.Terminal.Message($"There is a campaign '{definition.Id}' already; this one is '{id}'.");
        }

        return (id, result);
    }
}
