using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Providers.Ses.Credentials;
using EmailCampaign.Mail.Providers.Ses.Signing;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>Sends through Amazon SES, API version 2: each mail as composed here, or in bulk as SES composes it.</summary>
internal sealed class SesProvider : ApiProvider, IProviderAccount
{
    public const string AccountName = "ses";

    private const string AccountPath = "v2/email/account";
    private const long LargestMessage = 40_000_000;
    private const int ShortestKey = 8;
    private static readonly TimeSpan CredentialPatience = TimeSpan.FromSeconds(10);

    private readonly SesOptions _options;
    private readonly ICredentialSource _credentials;
    private readonly SigV4Signer _signer;

    private double _perSecond = SesBulkCall.Entries;

    public SesProvider(string name, SesOptions options, TimeProvider clock)
        : this(name, options, clock, options.Keys is { } keys
            ? new SettingsCredentials(keys)
            : new ChainCredentials(name, options.Profile, CredentialPatience, clock))
    {
    }

    internal SesProvider(string name, SesOptions options, TimeProvider clock, ICredentialSource credentials)
        : base(name, new ApiClient(options.EffectiveAddress, options.AttemptTimeout, clock))
    {
        _options = options;
        _credentials = credentials;
        _signer = new SigV4Signer(options.EffectiveRegion, "ses", clock);
        Capabilities = new ProviderCapabilities
        {
            BatchSize = options.Bulk ? SesBulkCall.Entries : 1,
            MaxMessageBytes = LargestMessage,
            TakesUtf8Addresses = false,
        };
    }

    public override ProviderCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public bool TellsLimits => true;

    /// <inheritdoc/>
    /// <remarks><c>GetAccount</c>; SES allows one such call a second. What it says of the rate bounds later bulk calls.</remarks>
    public async Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken)
    {
        var (credentials, failure) = await _credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        if (credentials is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return AccountFault.Of(failure!);
        }

        var (reply, fault) = await CallAsync(HttpMethod.Get, AccountPath, null, credentials, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (reply is not { IsSuccess: true })
        {
            return reply is null ? AccountFault.Of(fault!) : OfError(SesError.Of(reply));
        }

        if (SesAccountAnswer.Read(reply.Body, _options.EffectiveRegion) is not { } state)
        {
            return new(ProviderAccountStatus.Unknown, "The answer is not that of Amazon SES: " + ReplyText.OneLine(reply.Body, 200));
        }

        Volatile.Write(ref _perSecond, state.PerSecond ?? SesBulkCall.Entries);
        return state;
    }

    protected override async ValueTask<SendOutcome?> ReadyAsync(CancellationToken cancellationToken)
        => (await _credentials.GetAsync(cancellationToken).ConfigureAwait(false)).Failure;

    protected override IEnumerable<IReadOnlyList<int>> Calls(IReadOnlyList<OutgoingMessage> messages)
        => _options.Bulk
            ? SesBulkPlan.Calls(messages, Math.Clamp((int)Volatile.Read(ref _perSecond), 1, SesBulkCall.Entries))
            : base.Calls(messages);

    protected override byte[] Compose(OutgoingMessage message)
        => GoesInBulk(message) ? SesBulkEntry.Body(message) : SesRawCall.Body(message, _options);

    protected override async Task<IReadOnlyList<SendOutcome>?> CallAsync(IReadOnlyList<ApiPart> parts, CancellationToken cancellationToken)
    {
        // The mails of one call have these in common, and so have those of a campaign.
        var first = parts[0].Message;
        if (SesAddress.NeedsUtf8(first.From.Address) || (first.ReplyTo is { } replyTo && SesAddress.NeedsUtf8(replyTo.Address)))
        {
            return All(parts, new SendOutcome.Refused(
                RefuseReason.Sender, "The sender's or the Reply-To address has a local part beyond ASCII, which Amazon SES does not take."));
        }

        // At hand: they were asked for a moment ago.
        var (credentials, failure) = await _credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        if (credentials is null)
        {
            return All(parts, failure!);
        }

        var bulk = GoesInBulk(first);
        var (path, body) = bulk ? (SesBulkCall.Path, SesBulkCall.Body(parts, _options)) : (SesRawCall.Path, parts[0].Content);
        var (reply, fault) = await CallAsync(HttpMethod.Post, path, body, credentials, cancellationToken).ConfigureAwait(false);
        if (reply is null)
        {
            return All(parts, fault!);
        }

        if (!reply.IsSuccess && SesReplyRules.IsStale(SesError.Of(reply))
            && await RenewedAsync(credentials, cancellationToken).ConfigureAwait(false))
        {
            return All(parts, new SendOutcome.Deferred(DeferReason.Fault, null, "The credentials had expired and were renewed: " + SesError.Of(reply)));
        }

        return bulk ? SesBulkCall.Outcomes(reply, parts) : [SesRawCall.Outcome(reply, first.To)];
    }

    private bool GoesInBulk(OutgoingMessage message) => _options.Bulk && SesBulkEntry.Fits(message);

    private async Task<bool> RenewedAsync(AwsCredentials refused, CancellationToken cancellationToken)
        => (await _credentials.RenewAsync(refused, cancellationToken).ConfigureAwait(false)).Credentials is { } renewed && renewed != refused;

    /// <returns>The reply, or what came in its place.</returns>
    private async Task<(ApiReply? Reply, SendOutcome? Fault)> CallAsync(
        HttpMethod method, string path, byte[]? body, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        // Not "body" alone: a null array would become an empty body.
        using var request = Api.Request(method, path, body is null ? default(ReadOnlyMemory<byte>?) : body);
        _signer.Sign(request, body, credentials);
        return await Api.CallAsync(request, cancellationToken).ConfigureAwait(false) switch
        {
            ApiResult.Answer answer => (answer.Reply with { Body = Redacted(answer.Reply.Body, credentials) }, null),
            var other => (null, Fault(other)),
        };
    }

    // SES does not repeat what it was told; whatever stands between may.
    private static string Redacted(string text, AwsCredentials credentials)
    {
        foreach (var secret in new[] { credentials.SecretAccessKey, credentials.SessionToken, credentials.AccessKeyId })
        {
            // Shorter ones are no keys of AWS, and could be a part of any word.
            text = secret is { Length: >= ShortestKey } ? text.Replace(secret, "***", StringComparison.Ordinal) : text;
        }

        return text;
    }

    private static ProviderAccountState OfError(SesError error) => error.Type == "AccessDenied"
        ? new(ProviderAccountStatus.Unknown, $"The key is good, but may not ask for the account's limits (allow ses:GetAccount): {error}")
        : SesReplyRules.Classify(error, null, null) is SendOutcome.Refused refused
            ? new(ProviderAccountStatus.Refuses, refused.Reply)
            : new(ProviderAccountStatus.Unknown, error.ToString());
}
