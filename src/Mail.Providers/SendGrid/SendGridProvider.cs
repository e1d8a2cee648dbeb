using System.Net.Http.Headers;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.SendGrid;

/// <summary>Sends through SendGrid's API (v3), one request per mail or, where the settings say so, one for many mails of one content.</summary>
/// <remarks>There is no idempotency: a lost answer is in doubt until an event or a person settles it.</remarks>
internal sealed class SendGridProvider(string name, SendGridOptions options, TimeProvider clock) : ApiProvider(
    name, new ApiClient(options.Address, options.AttemptTimeout, clock, options.ApiKey)), IProviderAccount
{
    public const string KindName = "sendgrid";
    private const int MostPersonalizations = 1000;

    public override ProviderCapabilities Capabilities { get; } = new()
    {
        BatchSize = options.Personalizations ? MostPersonalizations : 1,
        MaxMessageBytes = 30_000_000,
        TakesUtf8Addresses = false,
    };

    /// <inheritdoc/>
    /// <remarks>Lists what the key may do.</remarks>
    public async Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken)
    {
        using var request = Api.Request(HttpMethod.Get, "v3/scopes");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        var result = await Api.CallAsync(request, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return result is ApiResult.Answer { Reply: var reply } ? SendGridAccountAnswer.Read(reply, options.Sandbox) : AccountFault.Of(Fault(result));
    }

    protected override IEnumerable<IReadOnlyList<int>> Calls(IReadOnlyList<OutgoingMessage> messages)
    {
        var call = new List<int>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (call.Count > 0 && (call.Count == Capabilities.BatchSize || !SendGridMail.HaveOneContent(messages[call[0]], messages[i])))
            {
                yield return call;
                call = [];
            }

            call.Add(i);
        }

        yield return call;
    }

    protected override byte[] Compose(OutgoingMessage message) => SendGridMail.Personalization(message);

    protected override SendOutcome? Problem(OutgoingMessage message) => HasUtf8LocalPart(message.From.Address)
        ? new SendOutcome.Refused(RefuseReason.Sender, "SendGrid takes no sender whose address is not ASCII before the @.")
        : base.Problem(message);

    protected override async Task<IReadOnlyList<SendOutcome>?> CallAsync(IReadOnlyList<ApiPart> parts, CancellationToken cancellationToken)
    {
        using var request = Api.Request(HttpMethod.Post, "v3/mail/send", SendGridMail.Compose(parts, options.Sandbox));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        return await Api.CallAsync(request, cancellationToken).ConfigureAwait(false) switch
        {
            // 202 queues the mail; 200 says that the sandbox found it valid.
            ApiResult.Answer { Reply: { Status: 202 } reply } => All(parts, new SendOutcome.Accepted(reply.Header("X-Message-Id") ?? "")),
            ApiResult.Answer { Reply: { Status: 200 } reply } when options.Sandbox => All(parts, new SendOutcome.Accepted(reply.Header("X-Message-Id") ?? "sandbox")),
            ApiResult.Answer { Reply: var reply } => SendGridReplyRules.Classify(reply, parts.Count),
            var fault => All(parts, Fault(fault)),
        };
    }
}
