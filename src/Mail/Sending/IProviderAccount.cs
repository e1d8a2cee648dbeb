namespace EmailCampaign.Mail.Sending;

/// <summary>
/// An account that can say how it is: implemented by an <see cref="IMailProvider"/> whose vendor answers that without a mail
/// being sent.
/// </summary>
public interface IProviderAccount
{
    /// <summary>Whether the answer tells limits, so that it is worth asking now and then while mails are sent.</summary>
    bool TellsLimits => false;

    /// <summary>Makes the cheapest real call (a NOOP after AUTH, the account's quota, its list of domains). Safe to repeat.</summary>
    /// <returns>What the account said. Faults are a state too: the method throws only on a bug or when it is cancelled.</returns>
    Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken);
}
