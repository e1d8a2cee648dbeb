using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Mail.Sending;

/// <summary>One way of handing mails over: an SMTP account, a vendor's API, or the outbox folder.</summary>
/// <remarks>
/// A provider makes one attempt for each message, never sleeps and never retries: what to do next is decided in one place, the
/// ledger. It is called by many senders at once.
/// </remarks>
public interface IMailProvider
{
    /// <summary>Name of the account: <c>outbox</c>, <c>smtp</c>, ... Bounded, so it may be a metric label.</summary>
    string Name { get; }

    ProviderCapabilities Capabilities { get; }

    /// <summary>Tries to hand over each message once.</summary>
    /// <param name="messages">The slice, at least one message.</param>
    /// <param name="window">Asked before each message is started.</param>
    /// <param name="cancellationToken">
    /// The end of patience (the shutdown bound): a message on the wire at that moment is <see cref="SendOutcome.Unknown"/> or
    /// <see cref="SendOutcome.Deferred"/>, whichever is true.
    /// </param>
    /// <returns>One outcome per message, in order. Faults are outcomes: the method throws only on a bug.</returns>
    Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken);

    /// <summary>
    /// What a person should know before a campaign of this sender goes out: what works and will not be liked by receivers. Sentences
    /// without secrets, to be shown and not to stop anything.
    /// </summary>
    IReadOnlyList<string> Warnings(Mailbox from) => [];

    /// <summary>Where receivers look in the DNS for the mails of this sender.</summary>
    SenderRecords Records(Mailbox from) => SenderRecords.Unknown;

    /// <summary>Removes what the provider itself keeps of a campaign that is deleted; most keep nothing. Safe to repeat.</summary>
    Task ForgetAsync(string campaignId, CancellationToken cancellationToken) => Task.CompletedTask;
}
