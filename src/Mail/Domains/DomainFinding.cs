namespace EmailCampaign.Mail.Domains;

/// <summary>What a check found about one item.</summary>
/// <param name="Item">Such as <c>spf bounce.acme.example</c>.</param>
/// <param name="Text">One or more sentences.</param>
/// <param name="Publish">The record to publish, as <c>name TYPE value</c>; null when nothing is to be done in the DNS.</param>
public sealed record DomainFinding(string Item, FindingLevel Level, string Text, string? Publish = null);
