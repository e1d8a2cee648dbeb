using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Campaigns;

/// <summary>A campaign's plan as a silo works with it: the template is compiled, attachments are shared by all mails.</summary>
internal sealed record CampaignContent(
    CampaignDefinition Definition,
    CompiledTemplate Template,
    IReadOnlyList<MailAttachment> Attachments,
    ReadOnlyMemory<byte> SigningKey,
    DateTimeOffset CreatedAt)
{
    public Mailbox From { get; } = new(Definition.FromName, Definition.FromAddress);

    public Mailbox? ReplyTo { get; } = Definition.ReplyTo is { } address ? new Mailbox("", address) : null;

    /// <summary>Compiles the template of a plan.</summary>
    /// <returns>The content, or the problems of the template as lines.</returns>
    public static (CampaignContent? Content, IReadOnlyList<string> Problems) Compile(CampaignPlan plan)
    {
        var definition = plan.Definition ?? throw new ArgumentException("The plan is empty.", nameof(plan));
        var attachments = definition.Template.Attachments
            .Select(static file => new MailAttachment(file.FileName, file.ContentType, file.Content)).ToArray();
        var compilation = CompiledTemplate.Compile(
            new TemplateSource
            {
                Subject = definition.Template.Subject,
                Html = definition.Template.Html,
                Text = definition.Template.Text,
                Attachments = attachments,
            },
            new TemplateInput
            {
                Columns = definition.Contacts.Columns,
                Settings = definition.Settings.ToDictionary(),
                CampaignName = definition.Name,
                Now = plan.TemplateNow,
                Headers = definition.Headers,
            });
        return compilation switch
        {
            TemplateCompilation.Compiled compiled => (new CampaignContent(definition, compiled.Template, attachments, plan.SigningKey, plan.CreatedAt), []),
            TemplateCompilation.Failed failed => (null, [.. failed.Problems.Select(static problem => problem.ToString())]),
            _ => throw new InvalidOperationException("Unknown compilation result."),
        };
    }
}
