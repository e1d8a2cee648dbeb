namespace EmailCampaign.Mail.Sending;

/// <summary>Whether an account would send.</summary>
public enum ProviderAccountStatus
{
    /// <summary>It could not be asked (no name, no connection), or its answer does not say.</summary>
    Unknown = 0,

    /// <summary>It would send.</summary>
    Ready = 1,

    /// <summary>It answers and would not send (credentials, suspended, quota used up): a person must act, or wait.</summary>
    Refuses = 2,
}
