using System.CommandLine;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Domains;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Client.Commands;

/// <summary><c>check-domain DOMAIN [--selector S]... [--envelope DOMAIN] [--provider NAME] [--dns ADDRESS:PORT]</c></summary>
internal static class CheckDomainCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static Command Create(CommandRun run)
    {
        var domain = new Argument<string>("DOMAIN") { Description = "Domain of the From address." };
        var selector = new Option<string[]>("--selector") { Description = "Name of a DKIM key; may be given several times.", HelpName = "S" };
        var envelope = Arguments.Text("--envelope", "DOMAIN", "Domain that bounces go to (default: the same).");
        var provider = Arguments.Text("--provider", "NAME", $"Who sends: {string.Join(", ", ProviderRecords.Names)}.");
        var dns = Arguments.Text("--dns", "ADDRESS:PORT", "Resolver to ask (default: Domains:Resolver, or the machine's).");
        var command = new Command("check-domain", "Whether a domain's SPF, DKIM, DMARC and MX records are ready for bulk mail.")
        {
            domain, selector, envelope, provider, dns,
        };
        run.Attach(command, async (parse, settings, token) =>
        {
            var terminal = run.Console.Terminal;
            var reading = Read(parse.GetRequiredValue(domain), parse.GetValue(envelope), parse.GetValue(selector) ?? [], parse.GetValue(provider));
            var typed = parse.GetValue(dns);
            var resolver = (typed ?? Configured(run.Console, settings)) is { } text ? DnsLookup.Resolver(text) : null;
            var problem = reading.Problem ?? (typed is not null && resolver is null
                ? $"--dns '{typed}' is no address of a resolver: write it as 192.0.2.53:53."
                : null);
            if (problem is not null)
            {
                terminal.Message(problem);
                return ExitCode.Usage;
            }

            var findings = await DomainCheck.RunAsync(reading.Value!, new DnsLookup(resolver, Patience), token);
            foreach (var finding in findings)
            {
                Write(run.Console, settings.Json, finding);
            }

            return findings.Any(static finding => finding.Level is FindingLevel.Fail or FindingLevel.Unknown) ? ExitCode.Flawed : ExitCode.Done;
        });
        return command;
    }

    private static string? Configured(ConsoleContext console, GlobalSettings settings)
        => console.Connector.ReadSettings(settings) is SettingsReading.Read { Domains.Resolver: { } resolver } ? resolver : null;

    private static Parsed<DomainQuestion> Read(string domain, string? envelope, string[] selectors, string? provider)
    {
        if (DomainName.Parse(domain) is not { } name)
        {
            return Parsed<DomainQuestion>.Wrong($"'{domain}' is no domain: write it as acme.example.");
        }

        if (DomainName.Parse(envelope ?? name) is not { } bounces)
        {
            return Parsed<DomainQuestion>.Wrong($"--envelope '{envelope}' is no domain: write it as bounce.acme.example.");
        }

        var records = ProviderRecords.Of(provider ?? "smtp");
        return records is null
            ? Parsed<DomainQuestion>.Wrong($"--provider '{provider}' is unknown; choose one of: {string.Join(", ", ProviderRecords.Names)}.")
            : Parsed<DomainQuestion>.Of(new DomainQuestion(name, bounces, selectors.Length > 0 ? selectors : records.Selectors, records.SpfInclude));
    }

    private static void Write(ConsoleContext console, bool json, DomainFinding finding)
    {
        if (json)
        {
            console.Terminal.Result(FindingJson.Of(finding));
            return;
        }

        console.Terminal.Result($"{KebabNames.Of(finding.Level),-8}{finding.Item}: {finding.Text}");
        if (finding.Publish is { } record)
        {
            console.Terminal.Result($"        publish: {record}");
        }
    }
}
