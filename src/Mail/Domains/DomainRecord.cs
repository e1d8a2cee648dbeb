namespace EmailCampaign.Mail.Domains;

/// <summary>Kinds of DNS records that a check asks for.</summary>
public enum DomainRecord
{
    Txt = 0,
    Mx = 1,

    /// <summary>A and AAAA together: whether a name has an address.</summary>
    Address = 2,
}
