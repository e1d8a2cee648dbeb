using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Templates;

/// <summary>The texts of a template as they were written, in Liquid, and the files that go with every mail.</summary>
public sealed record TemplateSource
{
    /// <summary>One line; the first line of <c>subject.txt</c>.</summary>
    public required string Subject { get; init; }

    /// <summary><c>body.html</c>; values are HTML-encoded where they are put in.</summary>
    public string? Html { get; init; }

    /// <summary><c>body.txt</c>; when it is missing the text part is made from the rendered HTML.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];
}
