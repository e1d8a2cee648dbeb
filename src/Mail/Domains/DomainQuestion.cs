namespace EmailCampaign.Mail.Domains;

/// <summary>What is to be checked; all names in the form of <see cref="DomainName"/>.</summary>
/// <param name="Domain">The From domain.</param>
/// <param name="Envelope">The domain of the envelope sender.</param>
/// <param name="Selectors">Names of DKIM keys of the From domain.</param>
/// <param name="SpfInclude">What the provider wants included; null when nothing is known.</param>
public sealed record DomainQuestion(string Domain, string Envelope, IReadOnlyList<string> Selectors, string? SpfInclude = null);
