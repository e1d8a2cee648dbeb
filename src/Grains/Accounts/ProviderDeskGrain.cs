using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Senders;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Accounts;

/// <summary>The accounts of this silo, for one console. It remembers nothing but that it is at work.</summary>
[GrainType("provider-desk")]
internal sealed class ProviderDeskGrain(IMailProviderCatalog catalog, IOptions<SendingOptions> options, SendingDesk sending, ProviderLanes lanes, TimeProvider clock) : Grain, IProviderDeskGrain
{
    private readonly ProviderDesk _desk = new(catalog, options.Value.MailProvider, clock) { Lanes = lanes };
    private int _calls;

    private string Provider => ProviderDeskKey.Parse(this.GetPrimaryKeyString()).Provider;

    public Task<IReadOnlyList<string>> GetNamesAsync() => Task.FromResult(_desk.Names);

    public Task<ProviderFacts> DescribeAsync(Sender? from)
        => Task.FromResult(_desk.Describe(Provider, from is null ? null : new Mailbox(from.Name, from.Address)));

    public Task<bool> IsAtWorkAsync() => Task.FromResult(_calls > 0);

    public Task<AccountState> AskAsync() => WorkAsync(_desk.AskAsync(Provider, sending.Aborting));

    public Task<TestSendResult> SendAsync(TestMail mail) => WorkAsync(_desk.SendAsync(Provider, mail, sending.Draining, sending.Aborting));

    private async Task<T> WorkAsync<T>(Task<T> work)
    {
        _calls++;
        try
        {
            return await work;
        }
        finally
        {
            _calls--;
        }
    }
}
