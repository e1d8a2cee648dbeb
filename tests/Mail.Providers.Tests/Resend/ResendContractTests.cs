using EmailCampaign.Mail.Providers.Tests.Contract;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Resend;

public sealed class ResendContractTests : ApiProviderContract
{
    protected override ProviderCapabilities Declared { get; } = new()
    {
        BatchSize = 100,
        MaxMessageBytes = 40_000_000,
        IdempotencyLife = TimeSpan.FromHours(24),
        TakesUtf8Addresses = false,
    };

    protected override HttpAction.Reply Throttles => ResendVendor.Error(429, "rate_limit_exceeded", "Too many requests.");

    protected override HttpAction.Reply QuotaUsedUp => ResendVendor.Error(429, "daily_quota_exceeded", "You have reached your daily email quota.");

    protected override OutgoingMessage[] SliceOfManyCalls
        => [.. TestMail.Slice(3).Select(static message => message with { Attachments = [new MailAttachment("a.txt", "text/plain", "a"u8.ToArray())] })];

    protected override IMailProvider Create(Uri address, TimeProvider clock) => ResendVendor.Provider(address, clock, Secret);

    protected override IReadOnlyList<string> Recipients(HttpSeen request) => ResendVendor.Recipients(request);

    protected override HttpAction.Reply Accepts(HttpSeen request) => ResendVendor.Accepts(request);

    protected override HttpAction.Reply Rejects(HttpSeen request, string recipient)
        => ResendVendor.Permissive(request, address => address == recipient ? "Invalid `to` field." : null);

    protected override HttpAction.Reply KeyRefused(string text) => ResendVendor.Error(403, "invalid_api_key", text);
}
