using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Providers.Tests.Contract;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

public sealed class SesBulkContractTests : ApiProviderContract
{
    protected override ProviderCapabilities Declared { get; } = new() { BatchSize = 50, MaxMessageBytes = 40_000_000, TakesUtf8Addresses = false };

    protected override HttpAction.Reply Throttles { get; } = SesWire.Error(429, "TooManyRequestsException", "Maximum sending rate exceeded.");

    protected override HttpAction.Reply QuotaUsedUp { get; } = SesWire.Error(429, "TooManyRequestsException", "Daily message quota exceeded.");

    protected override OutgoingMessage[] SliceOfManyCalls => TestMail.Slice(51);

    protected override IMailProvider Create(Uri address, TimeProvider clock)
    {
        var options = SesWire.Options(address, Secret);
        options.Bulk = true;
        return new SesProvider("ses", options, clock);
    }

    protected override IReadOnlyList<string> Recipients(HttpSeen request) => SesWire.BulkRecipients(request.Json);

    protected override HttpAction.Reply Accepts(HttpSeen request) => SesWire.Results(request, static _ => "SUCCESS");

    protected override HttpAction.Reply Rejects(HttpSeen request, string recipient)
        => SesWire.Results(request, to => to == recipient ? "INVALID_PARAMETER_VALUE" : "SUCCESS");

    protected override HttpAction.Reply KeyRefused(string text) => SesWire.Error(403, "InvalidClientTokenId", text);
}
