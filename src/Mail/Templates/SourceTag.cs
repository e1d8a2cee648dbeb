namespace EmailCampaign.Mail.Templates;

/// <summary>One <c>{{ }}</c> or <c>{% %}</c> as it was written.</summary>
/// <param name="Line">1-based line of its first character.</param>
/// <param name="Text">With its braces.</param>
/// <param name="Blanked">The same text, of the same length, with what stands in quotes made unrecognisable.</param>
/// <param name="Word">The name of a <c>{% name %}</c> tag; empty for an output.</param>
internal sealed record SourceTag(int Line, string Text, string Blanked, string Word);
