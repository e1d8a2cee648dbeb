using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Wording;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Client.Launching;

/// <summary>Checks everything about a launch in one go, before anything is stored or sent.</summary>
internal sealed class LaunchCheck(IProviderAccounts accounts, TimeProvider clock)
{
    public async Task<LaunchReview> RunAsync(LaunchOptions options, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var from = problems.Take(MailboxText.Parse("--from", options.From));
        var replyTo = options.ReplyTo is { } reply ? problems.Take(MailboxText.Parse("--reply-to", reply)) : null;
        var rate = problems.TakeOptional(options.Rate, RateText.Parse);
        var at = problems.TakeOptional(options.At, text => ScheduleText.Parse(text, clock));
        var guarantee = problems.TakeOptional(options.Guarantee, static text => KebabNames.Parse<DeliveryGuarantee>("--guarantee", text));
        var (headers, settings) = (PairOptions.Headers(options.Headers, problems), PairOptions.Settings(options.Settings, problems));
        var name = CampaignName.Of(options.Name, options.Template);
        var id = options.Id is { } typed
            ? problems.Take(CampaignIdText.Parse(typed))
            : CampaignIdText.Make(name, clock.GetLocalNow());
        var provider = options.Provider ?? accounts.DefaultName;
        if (accounts.Problem(provider) is { } unusable)
        {
            problems.Add(unusable);
        }

        var opening = await ContactsProbe.ReadAsync(options.Contacts, options.EmailColumn, cancellationToken);
        if (opening is ContactsOpening.Refused { Problem: var unreadable })
        {
            problems.Add(unreadable);
        }

        var opened = opening as ContactsOpening.Opened;
        var input = opened is null ? null : new TemplateInput
        {
            Columns = opened.File.Columns,
            Settings = settings,
            CampaignName = name,
            Now = at ?? clock.GetUtcNow(),
            Headers = headers,
        };
        if (opened is not null && !await new ContactRows(options.Contacts, opened.File).AnyAsync(cancellationToken))
        {
            problems.Add($"'{options.Contacts}' has a header and no rows: there is nobody to send to.");
        }

        var template = await TemplateReview.ReadAsync(options.Template, input, problems, cancellationToken);
        if (problems.All.Count > 0 || from is null || id is null || opened is null || template is not { } read)
        {
            return new LaunchReview.Refused(problems.All);
        }

        var content = read.Source.ToContent();
        var definition = new CampaignDefinition
        {
            Id = id,
            Name = name,
            FromName = from.Name,
            FromAddress = from.Address,
            ReplyTo = replyTo?.Address,
            Headers = headers,
            Settings = [.. settings],
            Provider = provider,
            Guarantee = guarantee ?? DeliveryGuarantee.AtLeastOnce,
            RatePerSecond = rate,
            ScheduledAt = at,
            Template = content,
            Contacts = opened.File,
            Fingerprint = LaunchFingerprint.Of(opened.File, content, from.Address),
            Again = options.Again,
        };
        var facts = accounts.Desk is { } desk ? await desk.DescribeAsync(provider, from) : null;
        return new LaunchReview.Ready(new(definition, read.Template, facts, Warnings(definition, [.. opened.Warnings, .. facts?.Warnings ?? []])));
    }

    private static List<string> Warnings(CampaignDefinition definition, IReadOnlyList<string> found)
    {
        var warnings = new List<string>(found);
        if (!definition.Headers.Any(static header => header.Key.Equals("List-Unsubscribe", StringComparison.OrdinalIgnoreCase)))
        {
            warnings.Add("No List-Unsubscribe header is configured (--header \"List-Unsubscribe: <https://...>\"): "
                + "large mailbox providers demand one of bulk senders (RFC 8058).");
        }

        if (definition.ScheduledAt is { } at)
        {
            warnings.Add($"Scheduled for {Words.Utc(at)}.");
        }

        return warnings;
    }
}
