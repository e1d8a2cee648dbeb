using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Contract;

/// <summary>How a vendor spells requests and replies.</summary>
public sealed record ApiSpelling(
    Func<Uri, TimeProvider, IMailProvider> Create,
    Func<HttpSeen, IReadOnlyList<string>> Recipients,
    Func<HttpSeen, HttpAction.Reply> Accepts,
    Func<HttpSeen, string, HttpAction.Reply> Rejects,
    HttpAction.Reply Throttles,
    HttpAction.Reply QuotaUsedUp,
    Func<string, HttpAction.Reply> KeyRefused);
