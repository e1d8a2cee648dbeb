namespace EmailCampaign.Mail.Providers.Accounts;

/// <summary>What every account has: a section <c>Providers:&lt;account&gt;</c>.</summary>
/// <param name="account">The account's name until another is set: the kind's.</param>
internal abstract class AccountOptions(string account)
{
    /// <summary>The kind of account: <c>outbox</c>, <c>smtp</c>, ... Default: the account's own name.</summary>
    public string? Type { get; set; }

    /// <summary>How many mails may go through the account, over all silos together. Default: no limits.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>The account's name, set by whoever binds the section; not a setting.</summary>
    internal string Account { get; set; } = account;

    /// <summary>The full name of a setting, for messages.</summary>
    internal string Setting(string name) => $"{AccountSections.Root}:{Account}:{name}";
}
