using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Providers.Tests.Contract;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

public sealed class SesRawContractTests : ApiProviderContract
{
    protected override ProviderCapabilities Declared { get; } = new() { BatchSize = 1, MaxMessageBytes = 40_000_000, TakesUtf8Addresses = false };

    protected override HttpAction.Reply Throttles { get; } = SesWire.Error(429, "TooManyRequestsException", "Maximum sending rate exceeded.");

    protected override HttpAction.Reply QuotaUsedUp { get; } = SesWire.Error(429, "TooManyRequestsException", "Daily message quota exceeded.");

    protected override IMailProvider Create(Uri address, TimeProvider clock) => new SesProvider("ses", SesWire.Options(address, Secret), clock);

    protected override IReadOnlyList<string> Recipients(HttpSeen request) => SesWire.Recipients(request.Json);

    protected override HttpAction.Reply Accepts(HttpSeen request) => new(200, $"{{\"MessageId\":\"id-{request.Number}\"}}");

    protected override HttpAction.Reply Rejects(HttpSeen request, string recipient) => SesWire.Error(400, "BadRequestException", "Missing final '@domain'");

    protected override HttpAction.Reply KeyRefused(string text) => SesWire.Error(403, "InvalidClientTokenId", text);
}
