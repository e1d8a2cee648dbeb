using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Watching;

namespace EmailCampaign.Client.Launching;

/// <summary>Checks a launch, creates the campaign, stores its contacts, and watches it.</summary>
internal sealed class Launch(ConsoleContext console, GlobalSettings settings)
{
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
            var id = plan.Definition.Id;
            var created = await session.Connection.CreateAsync(plan.Definition);
            if (!created.IsDone)
            {
                return console.Terminal.Refused(id, created.Refusal, created.Message);
            }

            return await new Sending(console, settings, session, accounts)
                .ImportAndWatchAsync(id, new ContactUpload(options.Contacts, plan.Definition.Contacts), options.Watch, resumes: false, cancellationToken);
        }
    }
}
