using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

/// <summary>Behaviour that each transport has, over a real socket. MailKit's is the measure for ours.</summary>
public abstract class SmtpTransportTests
{
    private protected abstract SmtpTransport Transport { get; }

    private protected SmtpRig StartRig(
        SmtpScript? script = null,
        Action<SmtpOptions>? configure = null,
        TimeProvider? clock = null,
        bool tlsOnConnect = false,
        bool keepContent = false,
        bool trustServer = false)
        => SmtpRig.Start(script, options => Configure(options, configure), clock, tlsOnConnect, keepContent, trustServer);

    private protected SmtpFarm StartFarm(int[] weights, Action<SmtpOptions>? configure = null, SmtpScript?[]? scripts = null, TimeProvider? clock = null)
        => SmtpFarm.Start(weights, options => Configure(options, configure), scripts, clock);

    private void Configure(SmtpOptions options, Action<SmtpOptions>? configure)
    {
        options.Transport = Transport;
        configure?.Invoke(options);
    }
}
