using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Connections;

/// <summary>The provider accounts of a cluster: its silos know them, and refuse a launch that names one they do not have.</summary>
internal sealed class ClusterAccounts : IProviderAccounts
{
    /// <summary>Left open: the silo takes its own <c>Sending:MailProvider</c>.</summary>
    public string DefaultName => "";

    public string? Problem(string name) => null;

    public string? Folder(string name) => name == "outbox" ? "the outbox folder of each silo" : null;

    public IReadOnlyList<string> Names => [];

    public Task<ProviderAccountState> AskAsync(string name, CancellationToken cancellationToken) => Task.FromResult(new ProviderAccountState(
        ProviderAccountStatus.Unknown, "The silos have the accounts: ask where their settings are, without --cluster."));
}
