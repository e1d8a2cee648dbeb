using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Senders;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace EmailCampaign.Accounts;

/// <summary>The accounts of this silo, for a console. A stateless worker: it answers on the silo that the console is connected to.</summary>
[StatelessWorker(MostAtOnce), GrainType("provider-desk")]
internal sealed class ProviderDeskGrain(IMailProviderCatalog catalog, IOptions<SendingOptions> options, SendingDesk sending, TimeProvider clock) : Grain, IProviderDeskGrain
{
    // A mail or a question may take minutes; others must not wait behind it.
    private const int MostAtOnce = 16;

    private readonly ProviderDesk _desk = new(catalog, options.Value.MailProvider, clock);

    private string Provider => ProviderDeskKey.Parse(this.GetPrimaryKeyString()).Provider;

    public Task<IReadOnlyList<string>> GetNamesAsync() => Task.FromResult(_desk.Names);

    public Task<ProviderFacts> DescribeAsync(Sender? from)
        => Task.FromResult(_desk.Describe(Provider, from is null ? null : new Mailbox(from.Name, from.Address)));

    public Task<AccountState> AskAsync() => _desk.AskAsync(Provider, sending.Aborting);

    public Task<TestSendResult> SendAsync(TestMail mail) => _desk.SendAsync(Provider, mail, sending.Draining, sending.Aborting);
}
