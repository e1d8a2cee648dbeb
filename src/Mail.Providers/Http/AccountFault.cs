using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>What an account is like that did not tell how it is.</summary>
internal static class AccountFault
{
    /// <param name="outcome">What a mail would have come to by the same answer, or for want of one.</param>
    public static ProviderAccountState Of(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Refused refused => new(ProviderAccountStatus.Refuses, refused.Reply),
        SendOutcome.Throttled throttled => new(ProviderAccountStatus.Unknown, throttled.Reply),
        SendOutcome.Deferred deferred => new(ProviderAccountStatus.Unknown, deferred.Reply),
        SendOutcome.Unreachable unreachable => new(ProviderAccountStatus.Unknown, unreachable.Detail),
        SendOutcome.Unknown unknown => new(ProviderAccountStatus.Unknown, unknown.Detail),
        _ => throw new InvalidOperationException($"No account is like that: {outcome.GetType().Name}"),
    };
}
