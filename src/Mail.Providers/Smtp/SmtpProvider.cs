using System.Collections.Concurrent;
using System.Net.Security;
using EmailCampaign.Mail.Domains;
using EmailCampaign.Mail.Providers.Dkim;
using EmailCampaign.Mail.Providers.Sockets;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Sends through one SMTP account (RFC 5321), one recipient per transaction, over sessions that stay open.</summary>
internal sealed class SmtpProvider : IMailProvider, IProviderAccount, IAsyncDisposable
{
    public const string AccountName = "smtp";

    private readonly SmtpOptions _options;
    private readonly SmtpServers _servers;
    private readonly SmtpSender _sender;
    private readonly DkimSetup _dkim;
    private readonly ConcurrentBag<SmtpComposer> _composers = [];

    /// <param name="options">Checked settings.</param>
    /// <param name="judge">Judges a server's certificate instead of the system; for tests.</param>
    public SmtpProvider(string name, SmtpOptions options, TimeProvider clock, RemoteCertificateValidationCallback? judge = null)
    {
        Name = name;
        _options = options;
        _servers = new SmtpServers(options, clock, judge);
        _sender = new SmtpSender(options);
        _dkim = DkimSetup.Read(options.Dkim, options.Setting, clock);
    }

    public string Name { get; }

    public ProviderCapabilities Capabilities { get; } = new();

    public IReadOnlyList<string> Warnings(Mailbox from)
        => _dkim.Signing is { } signing && DkimAlignment.Warning(signing.Domain, from.Address, _options.Setting("Dkim:Domain")) is { } unaligned
            ? [.. _dkim.Warnings, unaligned]
            : _dkim.Warnings;

    // A key of a domain above the sender's is published there, where a look at the sender's own domain does not find it.
    public SenderRecords Records(Mailbox from) => new(
        _sender.Domain(from), _dkim.Signing is { } signing && signing.Domain == DomainName.Of(from.Address) ? signing.Selectors : []);

    public async Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
    {
        var outcomes = new SendOutcome[messages.Count];
        Array.Fill(outcomes, SendOutcome.NotAttempted.Instance);
        if (!_composers.TryTake(out var composer))
        {
            composer = new SmtpComposer(_sender, _dkim.Signing);
        }

        try
        {
            await new SmtpSlice(messages, outcomes, _servers, composer, window).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            composer.Clear();
            _composers.Add(composer); // as many as there are senders
            await SocketLoop.LeaveAsync();
        }

        return outcomes;
    }

    public async Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SmtpAccountCheck.RunAsync(_servers.All, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await SocketLoop.LeaveAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync().ConfigureAwait(false);
        await SocketLoop.LeaveAsync();
        _dkim.Signing?.Dispose();
    }
}
