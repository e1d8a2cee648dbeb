namespace EmailCampaign.Mail.Domains;

/// <summary>How a finding is to be taken.</summary>
public enum FindingLevel
{
    Pass = 0,

    /// <summary>It works, and should be better.</summary>
    Warn = 1,

    /// <summary>The DNS did not answer, or was not asked: nothing is known.</summary>
    Unknown = 2,

    /// <summary>Receivers will hold it against the mail.</summary>
    Fail = 3,
}
