namespace EmailCampaign.Accounts;

/// <summary>Whether an account would send. A value is stored in no row, but crosses versions: never renumber.</summary>
public enum AccountStatus
{
    /// <summary>It could not be asked, or its answer does not say.</summary>
    Unknown = 0,

    /// <summary>It would send.</summary>
    Ready = 1,

    /// <summary>It answers and would not send: a person must act, or wait.</summary>
    Refuses = 2,
}
