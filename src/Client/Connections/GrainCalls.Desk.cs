using EmailCampaign.Accounts;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Connections;

internal abstract partial class GrainCalls
{
    public IProviderDesk Desk => new GrainDesk(this);

    private IProviderDeskGrain DeskOf(string provider)
    {
        try
        {
            return grains.GetGrain<IProviderDeskGrain>(new ProviderDeskKey(provider).ToString());
        }
        catch (ArgumentException unknown)
        {
            throw new SiloLostException("The silos of this cluster are of an earlier version and cannot be asked about their accounts: upgrade them first.", unknown);
        }
    }

    private sealed class GrainDesk(GrainCalls calls) : IProviderDesk
    {
        public Task<IReadOnlyList<string>> GetNamesAsync() => calls.CallAsync(() => calls.DeskOf("").GetNamesAsync());

        public Task<ProviderFacts> DescribeAsync(string name, Mailbox from)
            => calls.CallAsync(() => calls.DeskOf(name).DescribeAsync(new Sender(from.Name, from.Address)));

        public Task<AccountState> AskAsync(string name, CancellationToken cancellationToken)
            => calls.CallAsync(() => calls.DeskOf(name).AskAsync()).WaitAsync(cancellationToken);

        // Past the rules for lost calls, which repeat: the mail may be on its way.
        public async Task<TestSendResult> SendAsync(string name, TestMail mail, CancellationToken cancellationToken)
        {
            var desk = calls.DeskOf(name);
            try
            {
                return await desk.SendAsync(mail).WaitAsync(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it was, nobody knows how far the mail had got.
                return new TestSendResult { Outcome = TestSendOutcome.Unknown, Account = name, Text = $"the silo's answer was lost, {error.GetType().Name}" };
            }
        }
    }
}
