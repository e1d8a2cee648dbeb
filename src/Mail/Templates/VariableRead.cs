namespace EmailCampaign.Mail.Templates;

/// <summary>One place where a template reads a variable.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Member">The name after the dot or the literal in brackets; null when there is none or it is computed.</param>
/// <param name="HasMember">Whether anything follows the variable at all.</param>
internal readonly record struct VariableRead(string Name, string? Member, bool HasMember);
