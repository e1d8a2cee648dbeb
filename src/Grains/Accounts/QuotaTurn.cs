using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;

namespace EmailCampaign.Accounts;

/// <summary>Sends a person's mail when the limits of its account let one start, and counts it as a campaign's would be.</summary>
internal sealed class QuotaTurn(AccountQuota quota, TimeProvider clock)
{
    // A person waits: at a rate below this the mail is not worth the wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="to">Its domain may have a limit of its own.</param>
    /// <param name="attempt">Makes the one attempt.</param>
    /// <param name="draining">Once cancelled, nothing is waited for and nothing started.</param>
    public async Task<TestSendResult> SendAsync(string to, Func<Task<SendOutcome>> attempt, CancellationToken draining, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, draining, cancellationToken);
        var permits = HeldPermits.None;
        var unused = 1;
        try
        {
            if (await quota.ReserveAsync(static () => 1, either.Token) is not { } reserved)
            {
                return Limited(quota.Reason ?? "is resting", quota.BlockedFor);
            }

            permits = reserved;
            await DomainAsync(to[(to.LastIndexOf('@') + 1)..].ToLowerInvariant(), either.Token);
            if (!await permits.OnTimeAsync())
            {
                return Limited("let no mail start in time: others wait for its limit", null);
            }

            unused = 0;
            var outcome = await attempt();
            quota.OnOutcomes(outcome is SendOutcome.Accepted ? 1 : 0);
            return TestSendOutcomes.Of(outcome);
        }
        catch (OperationCanceledException) when (unused > 0)
        {
            return patience.IsCancellationRequested
                ? Limited("let no mail start in time: others wait for its limit, or nobody can say what it is", null)
                : TestSendOutcomes.Of(SendOutcome.NotAttempted.Instance);
        }
        finally
        {
            permits.Return(unused);
        }
    }

    private async Task DomainAsync(string domain, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, int> { [domain] = 1 };
        for (var changed = quota.Domains.Changed; !quota.Domains.TryTake(domain); changed = quota.Domains.Changed)
        {
            quota.Domains.Want(wanted);
            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TestSendResult Limited(string why, TimeSpan? wait)
        => new() { Outcome = TestSendOutcome.Limited, Text = why, RetryAfter = wait is { } time && time > TimeSpan.Zero ? time : null };
}
