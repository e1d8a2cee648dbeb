namespace EmailCampaign.Client.Connections;

/// <summary>The provider accounts of a cluster: its silos know them, and refuse a launch that names one they do not have.</summary>
internal sealed class ClusterAccounts : IProviderAccounts
{
    /// <summary>Left open: the silo takes its own <c>Sending:MailProvider</c>.</summary>
    public string DefaultName => "";

    public IProviderDesk? Desk => null;

    public string? Problem(string name) => null;

    public string? Folder(string name) => name == "outbox" ? "the outbox folder of each silo" : null;
}
