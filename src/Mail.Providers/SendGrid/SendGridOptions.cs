using EmailCampaign.Mail.Providers.Http;

namespace EmailCampaign.Mail.Providers.SendGrid;

/// <summary>Settings of one SendGrid account: <c>Providers:&lt;account&gt;</c>.</summary>
internal sealed class SendGridOptions() : ApiAccountOptions(SendGridProvider.KindName)
{
    /// <summary><c>global</c> (default) or <c>eu</c>; <see cref="ApiAccountOptions.BaseAddress"/> overrides it.</summary>
    public SendGridRegion Region { get; set; }

    /// <summary>SendGrid checks each request and sends nothing. Default: false.</summary>
    public bool Sandbox { get; set; }

    /// <summary>
    /// Mails of one content go out in one request, up to 1,000. One bad address then costs the request, whose other mails go again.
    /// Default: false, one request per mail.
    /// </summary>
    public bool Personalizations { get; set; }

    internal Uri Address => BaseAddress ?? new Uri(Region == SendGridRegion.Eu ? "https://api.eu.sendgrid.com/" : "https://api.sendgrid.com/");

    protected override IEnumerable<string> Problems() => Enum.IsDefined(Region) ? [] : [$"{Setting(nameof(Region))} must be global or eu."];
}
