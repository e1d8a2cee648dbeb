using System.Net.Security;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

/// <summary>A scripted server and a provider that talks to it.</summary>
internal sealed class SmtpRig : IAsyncDisposable
{
    private SmtpRig(ScriptedSmtpServer server, SmtpOptions options, SmtpProvider provider)
    {
        Server = server;
        Options = options;
        Provider = provider;
    }

    public ScriptedSmtpServer Server { get; }

    public SmtpOptions Options { get; }

    public SmtpProvider Provider { get; }

    public static SmtpRig Start(
        SmtpScript? script = null,
        Action<SmtpOptions>? configure = null,
        TimeProvider? clock = null,
        bool tlsOnConnect = false,
        bool keepContent = false,
        bool trustServer = false)
    {
        var server = ScriptedSmtpServer.Start(script, tlsOnConnect: tlsOnConnect, keepContent: keepContent);
        var options = new SmtpOptions { Host = server.Host, Port = server.Port, LocalDomain = "client.test" };
        configure?.Invoke(options);
        RemoteCertificateValidationCallback? judge = trustServer
            ? (_, certificate, _, _) => certificate?.GetCertHashString() == server.Certificate.GetCertHashString()
            : null;
        return new SmtpRig(server, options, new SmtpProvider("smtp", options, clock ?? TimeProvider.System, judge));
    }

    public async Task<string[]> SendAsync(params OutgoingMessage[] messages) => OutcomeText.Of(await OutcomesAsync(messages));

    public Task<IReadOnlyList<SendOutcome>> OutcomesAsync(params OutgoingMessage[] messages)
        => Provider.SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await Server.DisposeAsync();
    }
}
