using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Grains.Tests.Quotas;

/// <summary>A scripted account with limits.</summary>
internal sealed class LimitedCatalog(IMailProvider provider, SendLimits limits) : IMailProviderCatalog
{
    public IReadOnlyList<string> Names => [provider.Name];

    public IMailProvider? Find(string name) => name == provider.Name ? provider : null;

    public string? Problem(string name) => name == provider.Name ? null : "There is no such provider.";

    public SendLimits Limits(string account) => limits;
}
