using System.Security.Cryptography;
using EmailCampaign.Accounts;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Connections;

internal abstract partial class GrainCalls
{
    public IProviderDesk Desk { get; }

    /// <summary>The desk of this console on a silo. A call that may take minutes is given up when the silo is lost that had it.</summary>
    private sealed class GrainDesk(GrainCalls calls, IGrainFactory grains) : IProviderDesk
    {
        private readonly string _caller = RandomNumberGenerator.GetHexString(16, lowercase: true);

        public Task<IReadOnlyList<string>> GetNamesAsync() => calls.CallAsync(() => Desk("").GetNamesAsync());

        public Task<ProviderFacts> DescribeAsync(string name, Mailbox from)
            => calls.CallAsync(() => Desk(name).DescribeAsync(new Sender(from.Name, from.Address)));

        public async Task<AccountState> AskAsync(string name, CancellationToken cancellationToken)
        {
            var desk = Desk(name);
            return await new DeskAnswer(desk).WaitAsync(desk.AskAsync(), cancellationToken)
                ?? throw new SiloLostException("The silo that was asked is gone; give the command again.");
        }

        // Past the rules for lost calls, which repeat: the mail may be on its way.
        public async Task<TestSendResult> SendAsync(string name, TestMail mail, CancellationToken cancellationToken)
        {
            var desk = Desk(name);
            try
            {
                return await new DeskAnswer(desk).WaitAsync(desk.SendAsync(mail), cancellationToken) ?? Lost(name, "the silo is gone that had it");
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                return Lost(name, $"the silo's answer was lost, {error.GetType().Name}"); // whatever it was, nobody knows how far the mail had got
            }
        }

        private IProviderDeskGrain Desk(string provider)
        {
            try
            {
                return grains.GetGrain<IProviderDeskGrain>(new ProviderDeskKey(provider, _caller).ToString());
            }
            catch (ArgumentException unknown)
            {
                throw new SiloLostException("The silos of this cluster are of an earlier version and cannot be asked about their accounts: upgrade them first.", unknown);
            }
        }

        private static TestSendResult Lost(string name, string why) => new() { Outcome = TestSendOutcome.Unknown, Account = name, Text = why };
    }
}
