using EmailCampaign.Mail.Providers.Tests.Contract;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.SendGrid;

public sealed class SendGridContractTests : ApiProviderContract
{
    protected override ProviderCapabilities Declared { get; } = new() { BatchSize = 1, MaxMessageBytes = 30_000_000, TakesUtf8Addresses = false };

    protected override HttpAction.Reply Throttles => SendGridVendor.Error(429, null, "too many requests");

    protected override HttpAction.Reply QuotaUsedUp => SendGridVendor.Error(401, null, "Maximum credits exceeded");

    protected override IMailProvider Create(Uri address, TimeProvider clock)
        => SendGridVendor.Provider(address, clock, static options => options.ApiKey = Secret);

    protected override IReadOnlyList<string> Recipients(HttpSeen request) => SendGridVendor.Recipients(request);

    protected override HttpAction.Reply Accepts(HttpSeen request) => SendGridVendor.Accepts(request);

    protected override HttpAction.Reply Rejects(HttpSeen request, string recipient) => SendGridVendor.Error(
        400, $"personalizations.{SendGridVendor.Recipients(request).ToList().IndexOf(recipient)}.to.0.email", "Does not contain a valid address.");

    protected override HttpAction.Reply KeyRefused(string text) => SendGridVendor.Error(401, null, text);
}
