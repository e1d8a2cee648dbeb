namespace EmailCampaign.Mail.Sending;

/// <summary>Why a provider refuses the account or the whole campaign.</summary>
public enum RefuseReason
{
    /// <summary>A refusal that says nothing more precise.</summary>
    Other = 0,

    /// <summary>The credentials are missing or wrong (530, 534, 535, 538).</summary>
    Authentication = 1,

    /// <summary>The sender address or its domain is not allowed (553 or 5.7.1 at MAIL FROM, DKIM, SPF and alignment failures).</summary>
    Sender = 2,

    /// <summary>The settings do not fit the server (TLS demanded but not offered, a certificate that does not verify).</summary>
    Configuration = 3,

    /// <summary>The account's quota is used up.</summary>
    Quota = 4,

    /// <summary>The message is larger than the provider takes, for every recipient (5.3.4, the SIZE of EHLO).</summary>
    MessageTooLarge = 5,

    /// <summary>The account is suspended or blocked.</summary>
    Suspended = 6,
}
