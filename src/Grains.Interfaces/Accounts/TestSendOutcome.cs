namespace EmailCampaign.Accounts;

/// <summary>What became of a test mail. Crosses versions: never renumber.</summary>
public enum TestSendOutcome
{
    /// <summary>No answer came back after the mail had left: it may have been sent.</summary>
    Unknown = 0,

    /// <summary>The provider took it.</summary>
    Accepted = 1,

    /// <summary>Refused for good, this recipient or this mail.</summary>
    Rejected = 2,

    /// <summary>Not now, this recipient.</summary>
    Deferred = 3,

    /// <summary>The account was told to slow down; nothing was sent.</summary>
    Throttled = 4,

    /// <summary>The provider refuses the account or the sender; a person must act.</summary>
    Refused = 5,

    /// <summary>Nothing was handed over: no name, no connection.</summary>
    Unreachable = 6,

    /// <summary>The silo started nothing: it is ending.</summary>
    NotAttempted = 7,

    /// <summary>There is no such account, or its settings are incomplete.</summary>
    NoAccount = 8,

    /// <summary>A limit of the account is used up, or it rests: nothing was sent.</summary>
    Limited = 9,
}
