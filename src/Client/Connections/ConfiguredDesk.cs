using EmailCampaign.Accounts;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EmailCampaign.Client.Connections;

/// <summary>The accounts of the settings here, used without a silo. Each question makes them anew, so that no session stays open.</summary>
/// <param name="services">Makes the accounts.</param>
/// <param name="standard">The account or route that is meant where none is named.</param>
/// <param name="dataDirectory">Where an account that sends nothing writes to, unless it says otherwise.</param>
internal sealed class ConfiguredDesk(Func<ServiceProvider> services, string standard, string dataDirectory) : IProviderDesk
{
    public Task<IReadOnlyList<string>> GetNamesAsync() => OverAsync(static desk => Task.FromResult(desk.Names));

    public Task<ProviderFacts> DescribeAsync(string name, Mailbox from) => OverAsync(desk => Task.FromResult(desk.Describe(name, from)));

    public Task<AccountState> AskAsync(string name, CancellationToken cancellationToken) => OverAsync(desk => desk.AskAsync(name, cancellationToken));

    public Task<TestSendResult> SendAsync(string name, TestMail mail, CancellationToken cancellationToken)
        => OverAsync(async desk =>
        {
            if (desk.Describe(name, null) is { Problem: null, LeavesTheMachine: false })
            {
                try
                {
                    _ = DataDirectory.Open(dataDirectory); // private from the first mail in it on
                }
                catch (StartRefusedException refused)
                {
                    return new TestSendResult { Outcome = TestSendOutcome.NoAccount, Text = refused.Message };
                }
            }

            return await desk.SendAsync(name, mail, cancellationToken, cancellationToken);
        });

    private async Task<T> OverAsync<T>(Func<ProviderDesk, Task<T>> question)
    {
        await using var accounts = services();
        return await question(new ProviderDesk(
            accounts.GetRequiredService<IMailProviderCatalog>(), standard, accounts.GetRequiredService<TimeProvider>()));
    }
}
