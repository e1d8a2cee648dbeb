namespace EmailCampaign.Mail.Domains;

/// <summary>The DMARC record that holds for a domain.</summary>
/// <param name="Name">The domain that published it: the domain itself or one above it.</param>
internal sealed record DmarcPolicy(string Name, TagList Tags);
