using EmailCampaign.Mail.Providers.Http;

namespace EmailCampaign.Mail.Providers.Resend;

/// <summary>Settings of one Resend account: <c>Providers:&lt;account&gt;</c>.</summary>
internal sealed class ResendOptions() : ApiAccountOptions(ResendProvider.KindName)
{
    public static Uri DefaultAddress { get; } = new("https://api.resend.com/");
}
