using Orleans.Concurrency;

namespace EmailCampaign.Accounts;

/// <summary>
/// The provider account of a silo, for questions and single mails of a person; no campaign goes through it. The key is
/// <see cref="ProviderDeskKey"/>, and the silo that has the desk answers for its own settings.
/// </summary>
/// <remarks>
/// A real call to an account may take minutes. Whoever waits for it asks now and then whether the desk is still at work: one that has
/// moved to another silo, because its own was lost, is not, and the answer will never come.
/// </remarks>
[Alias("EmailCampaign.IProviderDeskGrain")]
public interface IProviderDeskGrain : IGrainWithStringKey
{
    /// <summary>The accounts that the silo's settings speak of, whatever the key.</summary>
    [AlwaysInterleave, Alias("GetNames")]
    Task<IReadOnlyList<string>> GetNamesAsync();

    /// <summary>What the settings make of the account or route. Asks nobody outside the silo.</summary>
    /// <param name="from">The sender that the warnings and the records of the DNS are about; null leaves those out.</param>
    [AlwaysInterleave, Alias("Describe")]
    Task<ProviderFacts> DescribeAsync(Sender? from);

    /// <summary>Whether a question to the account, or a mail, is on its way.</summary>
    [AlwaysInterleave, Alias("IsAtWork")]
    Task<bool> IsAtWorkAsync();

    /// <summary>Makes the cheapest real call to the account, and says what it found. Sends nothing; safe to repeat.</summary>
    [ResponseTimeout("00:06:00"), Alias("Ask")]
    Task<AccountState> AskAsync();

    /// <summary>
    /// Makes one attempt to send one mail, which no ledger knows of. Not to be repeated: a caller whose answer is lost does not know
    /// whether the mail was sent.
    /// </summary>
    /// <remarks>The response timeout is above the sum of what one mail may take: connect, a few commands, the final reply.</remarks>
    [ResponseTimeout("00:06:00"), Alias("Send")]
    Task<TestSendResult> SendAsync(TestMail mail);
}
