using System.Text;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>
/// What the adapters of mail APIs share: a slice goes out in calls, each started only while the window is open; the first call
/// that says more about the account or the line than about its recipients ends the slice.
/// </summary>
/// <remarks>
/// How a slice falls into calls depends on its messages alone, so that a repeat of the messages of one call is the same call again.
/// </remarks>
internal abstract class ApiProvider(string name, ApiClient api) : IMailProvider, IDisposable
{
    public string Name => name;

    public abstract ProviderCapabilities Capabilities { get; }

    protected ApiClient Api => api;

    public async Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
    {
        var outcomes = new SendOutcome[messages.Count];
        Array.Fill(outcomes, SendOutcome.NotAttempted.Instance);
        var calls = new Stack<IReadOnlyList<int>>(Calls(messages).Reverse());
        while (calls.TryPop(out var members))
        {
            if (!window.IsOpen || cancellationToken.IsCancellationRequested)
            {
                break;
            }

            var parts = Prepare(messages, members, outcomes);
            if (parts.Count == 0)
            {
                continue;
            }

            if (await ReadyAsync(cancellationToken).ConfigureAwait(false) is { } failure)
            {
                parts.ForEach(part => outcomes[part.Index] = failure);
                break;
            }

            // All of that took its time.
            if (!window.IsOpen || cancellationToken.IsCancellationRequested)
            {
                break;
            }

            if (await CallAsync(parts, cancellationToken).ConfigureAwait(false) is not { } results)
            {
                var indexes = parts.Select(static part => part.Index).ToList();
                calls.Push(indexes[(parts.Count / 2)..]);
                calls.Push(indexes[..(parts.Count / 2)]);
                continue;
            }

            foreach (var (part, outcome) in parts.Zip(results))
            {
                outcomes[part.Index] = outcome;
            }

            if (results.Any(static outcome => outcome is SendOutcome.Throttled or SendOutcome.Refused or SendOutcome.Unreachable or SendOutcome.Unknown))
            {
                // Further calls would hammer an account that said no, or put more mails into doubt.
                break;
            }
        }

        return outcomes;
    }

    public void Dispose() => api.Dispose();

    /// <summary>The indexes of the messages of each call, in order. The default is one message a call.</summary>
    protected virtual IEnumerable<IReadOnlyList<int>> Calls(IReadOnlyList<OutgoingMessage> messages)
        => Enumerable.Range(0, messages.Count).Select(static index => (IReadOnlyList<int>)[index]);

    /// <summary>What goes to the API for one message. An exception rejects this message alone.</summary>
    protected abstract byte[] Compose(OutgoingMessage message);

    /// <summary>Gets what a call needs and may have to wait for (credentials that expire).</summary>
    /// <returns>Null, or why no call can be made now; nothing was handed over.</returns>
    protected virtual ValueTask<SendOutcome?> ReadyAsync(CancellationToken cancellationToken) => new((SendOutcome?)null);

    /// <summary>Makes one call.</summary>
    /// <returns>
    /// One outcome per part, in order; or null when a call with several parts was refused whole for what may be the fault of one of them:
    /// nothing was handed over, and its halves are called.
    /// </returns>
    protected abstract Task<IReadOnlyList<SendOutcome>?> CallAsync(IReadOnlyList<ApiPart> parts, CancellationToken cancellationToken);

    /// <summary>The same outcome for every part of a call.</summary>
    protected static IReadOnlyList<SendOutcome> All(IReadOnlyList<ApiPart> parts, SendOutcome outcome)
        => [.. Enumerable.Repeat(outcome, parts.Count)];

    /// <summary>What a call comes to that brought no answer.</summary>
    protected SendOutcome Fault(ApiResult result) => result switch
    {
        ApiResult.Unreachable unreachable => new SendOutcome.Unreachable(unreachable.Detail),
        ApiResult.Unknown unknown => new SendOutcome.Unknown(unknown.Detail),

        // It does not heal by waiting: a person has to look at the address, the machine's clock or its certificate authorities.
        ApiResult.Distrusted distrusted => new SendOutcome.Refused(
            RefuseReason.Configuration, $"{distrusted.Detail.TrimEnd('.')} (Providers:{name}:BaseAddress, and this machine's clock and certificate authorities)."),
        _ => throw new InvalidOperationException($"There is no such fault: {result.GetType().Name}"),
    };

    /// <summary>Why a message cannot be sent at all; null when it can be tried.</summary>
    protected virtual SendOutcome? Problem(OutgoingMessage message)
    {
        if (!Capabilities.TakesUtf8Addresses && HasUtf8LocalPart(message.To))
        {
            return new SendOutcome.Rejected(RejectReason.NeedsSmtpUtf8, $"The address needs SMTPUTF8 (RFC 6531), which {name} does not take.");
        }

        if (Capabilities.MaxMessageBytes is not { } limit)
        {
            return null;
        }

        // Base64 is four octets for three.
        var files = message.Attachments.Sum(static file => (file.Content.Length + 2L) / 3 * 4);
        if (files > limit)
        {
            return new SendOutcome.Refused(RefuseReason.MessageTooLarge, $"The attachments are larger than {name} takes ({limit} octets).");
        }

        var texts = Encoding.UTF8.GetByteCount(message.Text) + (message.Html is { } html ? Encoding.UTF8.GetByteCount(html) : 0L);
        return files + texts > limit
            ? new SendOutcome.Rejected(RejectReason.MessageTooLarge, $"The message is larger than {name} takes ({limit} octets).")
            : null;
    }

    private List<ApiPart> Prepare(IReadOnlyList<OutgoingMessage> messages, IReadOnlyList<int> members, SendOutcome[] outcomes)
    {
        var parts = new List<ApiPart>(members.Count);
        foreach (var index in members)
        {
            if (Problem(messages[index]) is { } problem)
            {
                outcomes[index] = problem;
                continue;
            }

            try
            {
                parts.Add(new ApiPart(index, messages[index], Compose(messages[index])));
            }
            catch (Exception exception)
            {
                // Whatever is wrong with one message must not cost the others their outcome.
                outcomes[index] = new SendOutcome.Rejected(RejectReason.NotRendered, ReplyText.OneLine(exception.Message));
            }
        }

        return parts;
    }

    protected static bool HasUtf8LocalPart(string address) => !Ascii.IsValid(address.AsSpan(0, Math.Max(0, address.LastIndexOf('@'))));
}
