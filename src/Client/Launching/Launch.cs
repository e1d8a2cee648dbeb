using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Watching;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Launching;

/// <summary>Checks a launch, creates the campaign, stores its contacts, and watches it.</summary>
internal sealed class Launch(ConsoleContext console, GlobalSettings settings)
{
    private const int LastNumber = 99;

    private static readonly TimeSpan SiloPatience = TimeSpan.FromSeconds(5);

    public async Task<int> RunAsync(LaunchOptions options, CancellationToken cancellationToken)
    {
        var reading = console.Connector.ReadSettings(settings);
        if (reading is SettingsReading.Read { Accounts: var accounts, Domains: var domains })
        {
            return await CheckedAsync(options, accounts, new SenderDomainCheck(domains, options.ChecksDomain, console.Clock), cancellationToken);
        }

        console.Terminal.Message(((SettingsReading.Bad)reading).Message);
        return ExitCode.Usage;
    }

    private async Task<int> CheckedAsync(LaunchOptions options, IProviderAccounts accounts, SenderDomainCheck check, CancellationToken cancellationToken)
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
                Warn(plan.Warnings);

                // It takes the time that the rows, or the start of a silo, take anyway.
                var advice = plan.Provider is { } provider ? check.WarningsAsync(plan.Definition.FromAddress, provider, cancellationToken) : null;
                return options.DryRun
                    ? await DryRunAsync(options, plan, advice, cancellationToken)
                    : await SendAsync(options, plan, accounts, desk => advice ?? AskSilosAsync(desk, plan, check, cancellationToken), cancellationToken);
            default:
                throw new InvalidOperationException("A review has two results.");
        }
    }

    private void Warn(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            console.Terminal.Message(warning);
        }
    }

    // What the settings here would have told before there was a connection.
    private async Task<IReadOnlyList<string>> AskSilosAsync(IProviderDesk desk, LaunchPlan plan, SenderDomainCheck check, CancellationToken cancellationToken)
    {
        var from = new Mailbox(plan.Definition.FromName, plan.Definition.FromAddress);
        try
        {
            var facts = await desk.DescribeAsync(plan.Definition.Provider, from).WaitAsync(SiloPatience, console.Clock, cancellationToken);
            return [.. facts.Warnings, .. await check.WarningsAsync(from.Address, facts, cancellationToken)];
        }
        catch (Exception error) when (error is TimeoutException or SiloLostException)
        {
            return []; // silos of an earlier version, or in trouble: the launch itself will tell
        }
    }

    private async Task<int> DryRunAsync(LaunchOptions options, LaunchPlan plan, Task<IReadOnlyList<string>>? advice, CancellationToken cancellationToken)
    {
        using var check = new RowCheck(options.Contacts, plan.Definition.Contacts, plan.Template);
        var report = await check.RunAsync(cancellationToken);
        Warn(advice is null ? [] : await advice);
        ReportOutput.Write(console.Terminal, settings, plan.Definition.Contacts, report);
        console.Terminal.Message($"Dry run of '{plan.Definition.Id}': everything was checked, nothing was stored or sent.");
        return report.IsFlawed ? ExitCode.Flawed : ExitCode.Done;
    }

    private async Task<int> SendAsync(
        LaunchOptions options, LaunchPlan plan, IProviderAccounts accounts, Func<IProviderDesk, Task<IReadOnlyList<string>>> advice, CancellationToken cancellationToken)
    {
        var (session, exitCode) = await CampaignSession.OpenAsync(console, settings, sends: true, cancellationToken);
        if (session is null)
        {
            return exitCode;
        }

        await using (session)
        {
            // Before anything is stored: who reads it may still think again.
            Warn(await advice(session.Connection.Desk));
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
