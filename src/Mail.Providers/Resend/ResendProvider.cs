using System.Net.Http.Headers;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Resend;

/// <summary>
/// Sends through Resend's API: a batch of up to 100 mails a call, or one where it has attachments, each call under a key that makes a
/// repeat of it harmless for 24 hours.
/// </summary>
internal sealed class ResendProvider(string name, ResendOptions options, TimeProvider clock) : ApiProvider(
    name, new ApiClient(options.BaseAddress ?? ResendOptions.DefaultAddress, options.AttemptTimeout, clock, options.ApiKey)), IProviderAccount
{
    public const string KindName = "resend";
    private const int LargestBatch = 100;

    public override ProviderCapabilities Capabilities { get; } = new()
    {
        BatchSize = LargestBatch,
        MaxMessageBytes = 40_000_000,
        IdempotencyLife = TimeSpan.FromHours(24),
        TakesUtf8Addresses = false,
    };

    /// <inheritdoc/>
    /// <remarks>Lists the account's domains, which a key that may only send is not allowed to.</remarks>
    public async Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken)
    {
        using var request = Api.Request(HttpMethod.Get, "domains");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        var result = await Api.CallAsync(request, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return result is ApiResult.Answer { Reply: var reply } ? ResendAccountAnswer.Read(reply) : AccountFault.Of(Fault(result));
    }

    // The batch endpoint takes no attachments.
    protected override IEnumerable<IReadOnlyList<int>> Calls(IReadOnlyList<OutgoingMessage> messages)
        => Enumerable.Range(0, messages.Count).Chunk(messages.Any(static message => message.Attachments.Count > 0) ? 1 : LargestBatch);

    protected override byte[] Compose(OutgoingMessage message) => ResendMail.Compose(message);

    protected override async Task<IReadOnlyList<SendOutcome>?> CallAsync(IReadOnlyList<ApiPart> parts, CancellationToken cancellationToken)
    {
        var single = parts.Count == 1;
        using var request = single
            ? Api.Request(HttpMethod.Post, "emails", parts[0].Content)
            : Api.Request(HttpMethod.Post, "emails/batch", ResendMail.Batch(parts));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        request.Headers.Add("Idempotency-Key", ResendMail.Key(parts));
        if (!single)
        {
            // One bad address costs itself alone.
            request.Headers.Add("x-batch-validation", "permissive");
        }

        return await Api.CallAsync(request, cancellationToken).ConfigureAwait(false) switch
        {
            ApiResult.Answer { Reply: { IsSuccess: true } reply } => ResendAnswers.Accepted(reply, parts.Count),
            ApiResult.Answer { Reply: var reply } when !single && ResendReplyRules.MayBeAboutOne(reply) => null,
            ApiResult.Answer { Reply: var reply } => All(parts, ResendReplyRules.Classify(reply, single)),
            var fault => All(parts, Fault(fault)),
        };
    }
}
