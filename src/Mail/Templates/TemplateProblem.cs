using System.Globalization;

namespace EmailCampaign.Mail.Templates;

/// <summary>One thing that is wrong with a template, in a sentence for the person who wrote it.</summary>
/// <param name="File">The file as named in the folder (<c>body.html</c>), or <c>header X-Name</c>, or <c>--set</c>.</param>
/// <param name="Line">1-based; 0 when the problem is the whole file.</param>
/// <param name="Message">What is wrong and, where it can be said, what would be right.</param>
public sealed record TemplateProblem(string File, int Line, string Message)
{
    public override string ToString() => Line == 0
        ? $"{File}: {Message}"
        : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {Message}");
}
